using Akka.Actor;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Processes.Wire;

/// <summary>The next version: every message has fields at its end that this one does not know.</summary>
public sealed class NextWireSerializer(ExtendedActorSystem system) : WireSerializer(system)
{
    private static readonly byte[] NewFields = [1, 42, 0, 0, 0, 7];

    /// <inheritdoc/>
    protected override byte[] Written(object message)
    {
        byte[] bytes = [.. PoolWire.ToBytes(message), .. NewFields];
        bytes[0] = PoolWire.Version + 1;
        return PoolPacking.Pack(bytes);
    }
}
