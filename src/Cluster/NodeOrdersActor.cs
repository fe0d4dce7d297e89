using Akka.Actor;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster;

/// <summary>
/// Carries out on this node the commands with its scope that other nodes took: <c>/user/neuron-pool/orders</c>.
/// </summary>
/// <remarks>
/// An order may come again, because whoever passed it on wants a word of this node, or the answer was lost: a change is carried out once, and its answer
/// kept. Each runs in a child of its own, so that a load of minutes holds up nobody. Runs on the default dispatcher and never blocks.
/// </remarks>
internal sealed class NodeOrdersActor : UntypedActor
{
    private readonly PoolParts _parts;
    private readonly NodeId _self;
    private readonly Dictionary<string, IActorRef> _askers = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, PoolProtocol.Execute> _running = [];
    private readonly KeptAnswers<PoolAnswer> _answers = new();

    public NodeOrdersActor(PoolParts parts)
    {
        _parts = parts;
        _self = PoolDirectoryActor.IdOf(Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress);
    }

    public static Props Props(PoolParts parts) => Akka.Actor.Props.Create(() => new NodeOrdersActor(parts));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PoolProtocol.Execute execute when execute.For == _self:
                OnExecute(execute);
                break;
            case NodeAnswered answer when _running.Remove(Sender, out var execute):
                OnAnswered(execute, answer);
                break;
            case PoolDirectoryActor.Confirm:
                Context.Parent.Forward(message);
                break;
        }
    }

    private void OnExecute(PoolProtocol.Execute execute)
    {
        if (_answers.TryFind(execute.Order, out var answer))
        {
            Sender.Tell(answer);
            return;
        }

        // Whoever asked last is answered: after a reconnect that may be another reference to the same one.
        if (!_askers.ContainsKey(execute.Order)) _running.Add(Context.ActorOf(NodeCommandActor.Props(_parts, execute.Command, Self)), execute);
        _askers[execute.Order] = Sender;
        Sender.Tell(new PoolProtocol.Executing(execute.Order));
    }

    private void OnAnswered(PoolProtocol.Execute execute, NodeAnswered answer)
    {
        if (_askers.Remove(execute.Order, out var asker)) asker.Tell(answer);

        // A question is answered as new as it can be, and tables are large.
        if (!ScopedCommand.IsQuestion(execute.Command)) _answers.Add(execute.Order, answer);
    }
}
