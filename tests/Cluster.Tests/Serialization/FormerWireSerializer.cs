using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Tests.Serialization;

/// <summary>What a node of wire version 2 says of itself, and what it cannot read: orders.</summary>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "Made by Akka, by its name.")]
internal sealed class FormerWireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Makes a node one of that version.</summary>
    public static readonly string Hocon =
        $"akka.actor.serializers.neuron-pool = \"{typeof(FormerWireSerializer).FullName}, {typeof(FormerWireSerializer).Assembly.GetName().Name}\"\n";

    public override int Identifier => 1718;

    public override string Manifest(object o) => PoolWire.ManifestOf(o);

    public override byte[] ToBinary(object obj)
    {
        var bytes = PoolWire.ToBytes(obj);
        if (obj is NodeAnnouncement) bytes = bytes[..^1];
        bytes[0] = 2;
        return PoolPacking.Pack(bytes);
    }

    public override object FromBinary(byte[] bytes, string manifest) => manifest is PoolManifest.Execute or PoolManifest.Executing
        ? throw new SerializationException($"No message of the pool has the manifest '{manifest}'; is the sender a newer version?")
        : PoolWire.Read(PoolPacking.Unpack(bytes), manifest);
}
