using Akka.Actor;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Processes.Wire;

/// <summary>
/// The previous version: without the fields that came with version 3, which stand at the end of two messages. A message that version 2 has
/// not is left as it is; a node of that version would not send it.
/// </summary>
public sealed class PreviousWireSerializer(ExtendedActorSystem system) : WireSerializer(system)
{
    private const int Flag = sizeof(byte);

    /// <inheritdoc/>
    protected override byte[] Written(object message)
    {
        var bytes = PoolWire.ToBytes(message);
        if (message is NodeAnnouncement or PoolFailed) bytes = bytes[..^Flag];
        bytes[0] = PoolWire.Version - 1;
        return PoolPacking.Pack(bytes);
    }
}
