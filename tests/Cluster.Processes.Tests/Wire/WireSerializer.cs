using Akka.Actor;
using Akka.Serialization;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Processes.Wire;

/// <summary>
/// The pool's messages as another version of the program writes them. A node takes it for its own serializer by its HOCON; everything else
/// in it is the built program. Reading is the present version's in any case: that is what is shown.
/// </summary>
public abstract class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <inheritdoc/>
    public override int Identifier => 1718;

    /// <inheritdoc/>
    public override string Manifest(object o) => PoolWire.ManifestOf(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => Written(obj);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => PoolWire.Read(PoolPacking.Unpack(bytes), manifest);

    /// <summary>Writes a message as that version does.</summary>
    protected abstract byte[] Written(object message);
}
