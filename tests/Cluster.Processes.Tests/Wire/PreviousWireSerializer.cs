using Akka.Actor;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Processes.Wire;

/// <summary>
/// The previous version: without the fields that came with version 2, which stand at the end of three messages, and not packed. A message that version 1 has
/// not is left as it is; a node of that version would not send it.
/// </summary>
public sealed class PreviousWireSerializer(ExtendedActorSystem system) : WireSerializer(system)
{
    // A text that is null is its length alone.
    private const int NoText = sizeof(int);
    private const int Flag = sizeof(byte);

    /// <inheritdoc/>
    protected override byte[] Written(object message)
    {
        var bytes = message switch
        {
            PoolProtocol.Decide decide => PoolWire.ToBytes(decide with { Files = null, Origin = null })[..^(2 * NoText)],
            PoolProtocol.Place place => PoolWire.ToBytes(place with { Origin = null })[..^NoText],
            NodeAnnouncement announcement => PoolWire.ToBytes(announcement)[..^Flag],
            _ => PoolWire.ToBytes(message),
        };
        bytes[0] = PoolWire.Version - 1;
        return bytes;
    }
}
