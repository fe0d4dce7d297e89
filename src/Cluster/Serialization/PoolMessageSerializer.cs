using Akka.Actor;
using Akka.Serialization;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Serialization;

/// <summary>Puts what nodes of a pool tell each other on the wire, in the format of <see cref="PoolWire"/>. Thread-safe.</summary>
/// <remarks>Made by the actor system, by name, while that starts; so it asks for settings at its first message only.</remarks>
internal sealed class PoolMessageSerializer : SerializerWithStringManifest
{
    private readonly Lazy<int> _limit;

    public PoolMessageSerializer(ExtendedActorSystem system)
        : base(system) => _limit = new Lazy<int>(() => NeuronWireExtension.LimitOf(system));

    /// <summary>Part of the wire format; <c>akka.actor.serialization-identifiers</c> says the same.</summary>
    public override int Identifier => 1718;

    public override string Manifest(object o) => PoolWire.ManifestOf(o);

    /// <exception cref="System.Runtime.Serialization.SerializationException">No frame would take the message, or it is none of the pool's.</exception>
    public override byte[] ToBinary(object obj)
    {
        var bytes = PoolPacking.Pack(PoolWire.ToBytes(obj));
        return bytes.Length <= _limit.Value
            ? bytes
            : throw new System.Runtime.Serialization.SerializationException(
                $"{obj.GetType().Name} takes {bytes.Length} bytes, packed, and neuron.remote.max-message-bytes lets no more than {_limit.Value} go to another process.");
    }

    public override object FromBinary(byte[] bytes, string manifest) => PoolWire.Read(PoolPacking.Unpack(bytes), manifest);
}
