using Akka.Actor;

namespace NeuronActors.Cluster;

/// <summary>
/// One command with this node's scope: has it carried out by the node's own entry actor, and says in its answer which node that was. Stops
/// after the answer, which comes in any case.
/// </summary>
internal sealed class NodeCommandActor : UntypedActor
{
    private readonly PoolParts _parts;
    private readonly PlacementCommand _command;
    private readonly IActorRef _replyTo;

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
        if (message is not PlacementAnswer answer) return;

        _replyTo.Tell(new NodeAnswered(_parts.Node, answer));
        Context.Stop(Self);
    }
}
