using Akka.Actor;

namespace NeuronActors.Cluster.Changes;

/// <summary>
/// Does on this node what the coordinator decides, by the commands that anybody could give it: <c>/user/neuron-pool/node</c>.
/// </summary>
/// <remarks>
/// A step says what is to be, not what to do; so it may come again, after a coordinator has been lost or when the first answer has, and it
/// does not matter what another step has done before. Each runs in a child of its own, so that a load of minutes holds up nobody. Obeys
/// the coordinator of the highest term that it has seen. Runs on the default dispatcher and never blocks.
/// </remarks>
internal sealed class NodeAgentActor(PoolParts parts) : UntypedActor
{
    private readonly Dictionary<string, IActorRef> _running = new(StringComparer.Ordinal);
    private readonly KeptAnswers<PoolProtocol.Placed> _answers = new();
    private long _term;

    public static Props Props(PoolParts parts) => Akka.Actor.Props.Create(() => new NodeAgentActor(parts));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Desired.ReplicationActor.StateChanged changed:
                _term = Math.Max(_term, changed.State.Term);
                break;
            case PoolProtocol.Place place when place.Term < _term:
                Sender.Tell(new PoolProtocol.Placed(place.Step, null, default) { IsStale = true });
                break;
            case PoolProtocol.Place place:
                _term = place.Term;
                OnPlace(place);
                break;
            case NodeStepActor.Ended ended:
                OnEnded(ended.Answer);
                break;
        }
    }

    private void OnPlace(PoolProtocol.Place place)
    {
        if (_answers.TryFind(place.Step, out var answer))
        {
            Sender.Tell(answer);
        }
        else
        {
            // Whoever asked last is answered: after a reconnect that may be another reference to the same coordinator.
            if (!_running.ContainsKey(place.Step)) Context.ActorOf(NodeStepActor.Props(parts, place));
            _running[place.Step] = Sender;
        }
    }

    private void OnEnded(PoolProtocol.Placed answer)
    {
        if (!_running.Remove(answer.Step, out var asker)) return;

        _answers.Add(answer.Step, answer);
        asker.Tell(answer);
    }
}
