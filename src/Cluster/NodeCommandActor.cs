using Akka.Actor;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster;

/// <summary>
/// One command with this node's scope: has it carried out by the node's own entry actor, and says in its answer which node that was. Stops
/// after the answer, which comes in any case.
/// </summary>
/// <remarks>States: waiting for the answer → after a change that is in force, waiting until the other nodes know of it.</remarks>
internal sealed class NodeCommandActor : UntypedActor
{
    private readonly PoolParts _parts;
    private readonly PlacementCommand _command;
    private readonly IActorRef _replyTo;
    private PlacementChanged? _changed;

    public NodeCommandActor(PoolParts parts, PlacementCommand command, IActorRef replyTo)
    {
        _parts = parts;
        _command = command;
        _replyTo = replyTo;
    }

    public static Props Props(PoolParts parts, PlacementCommand command, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new NodeCommandActor(parts, command, replyTo));

    protected override void PreStart() => _parts.Cores.Entry.Tell(_command);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PlacementChanged changed:
                _changed = changed;
                Context.Parent.Tell(new PoolDirectoryActor.Confirm(changed.Placement.Model, changed.Placement.Epoch));
                break;
            case PlacementAnswer answer:
                End(answer);
                break;
            case PoolDirectoryActor.Confirmed when _changed is not null:
                End(_changed);
                break;
        }
    }

    private void End(PlacementAnswer answer)
    {
        _replyTo.Tell(new NodeAnswered(_parts.Node, answer));
        Context.Stop(Self);
    }
}
