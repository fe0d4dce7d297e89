using Akka.Actor;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster;

/// <summary>
/// One command with the scope of another node, on the node that took it: sees to it that the other one has it, and passes on the answer. Stops after that;
/// it ends by itself when that life of the node is gone, or says nothing for <c>wait-for-node</c>, and then a change may have been carried out or not.
/// </summary>
/// <remarks>
/// States: asking, again and again under one order, so that neither a lost command nor a lost answer matters; each <see cref="PoolProtocol.Executing"/> is a
/// word of a node that lives, and a load may take as long as such words come. A node of wire version 2 knows no orders: a change is
/// sent to it once and may take <c>step-timeout</c>, but no longer than <c>wait-for-node</c> while the failure detector cannot reach it. Questions may be asked again of any node, and are
/// given up as soon as it cannot be reached.
/// </remarks>
internal sealed class RemoteCommandActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan AskAgainInterval = TimeSpan.FromSeconds(1);

    private readonly PoolParts _parts;
    private readonly NodeEntry _node;
    private readonly PlacementCommand _command;
    private readonly IActorRef _replyTo;
    private readonly object _message;
    private readonly bool _isQuestion;
    private readonly bool _mayBeRepeated;
    private bool _isReachable = true;

    public RemoteCommandActor(PoolParts parts, NodeEntry node, ScopedCommand command, IActorRef replyTo)
    {
        _parts = parts;
        _node = node;
        _command = command.Command;
        _replyTo = replyTo;
        _message = node.Last.TakesOrders ? new PoolProtocol.Execute(Guid.NewGuid().ToString("N"), node.Id, command.Command) : command;
        _isQuestion = ScopedCommand.IsQuestion(_command);
        _mayBeRepeated = node.Last.TakesOrders || _isQuestion;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Patience =>
        _mayBeRepeated || !_isReachable ? _parts.Settings.Changes.WaitForNode : _parts.Settings.Changes.StepTimeout;

    public static Props Props(PoolParts parts, NodeEntry node, ScopedCommand command, IActorRef replyTo) =>
        Akka.Actor.Props.Create(() => new RemoteCommandActor(parts, node, command, replyTo));

    protected override void PreStart()
    {
        Ask();
        BePatient();
        if (_mayBeRepeated) Timers.StartPeriodicTimer(nameof(AskDue), AskDue.Instance, AskAgainInterval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskDue:
                Ask();
                break;
            case PoolProtocol.Executing:
                BePatient();
                break;
            case PoolEntryActor.CoordinatorIs:
                OnView(_parts.Board.Picture.View);
                break;
            case PatienceOver:
                End(Unanswered($"It has said nothing for {Patience.TotalSeconds:0.###} s"));
                break;
            case PoolAnswer answer:
                End(answer);
                break;
        }
    }

    private void OnView(DirectoryView view)
    {
        if (view.Nodes.FirstOrDefault(node => node.Id == _node.Id) is not { } node)
        {
            End(Unanswered("It has left the cluster without an answer"));
        }
        else if (_isQuestion && !node.IsReachable)
        {
            End(PoolEntryActor.Unreachable(node.Name));
        }
        else if (node.IsReachable != _isReachable)
        {
            _isReachable = node.IsReachable;
            if (!_mayBeRepeated) BePatient();
        }
    }

    private void Ask() => Context.ActorSelection(PathOf(_message)).Tell(_message);

    private string PathOf(object message)
    {
        var entry = $"{_node.Id.Address}/user/{PoolEntryActor.Name}";
        return message is PoolProtocol.Execute ? $"{entry}/{PoolEntryActor.Orders}" : entry;
    }

    private void BePatient() => Timers.StartSingleTimer(nameof(PatienceOver), PatienceOver.Instance, Patience);

    private PoolAnswer Unanswered(string what)
    {
        if (_isQuestion) return new PoolRejected(PoolRejection.CoreUnavailable, $"Node '{_node.Name}' gives no answer. {what}.");

        return new PoolFailed(
            _node.Name,
            RuntimeErrorKind.LifeCycle,
            $"{what}. The command may have been carried out.",
            Restored: false,
            _parts.Board.Picture.View.PartsOf(PoolDecision.ModelOf(_command)))
        {
            IsOutcomeUnknown = true,
        };
    }

    private void End(PoolAnswer answer)
    {
        _replyTo.Tell(answer);
        Context.Stop(Self);
    }

    private sealed record AskDue : INoSerializationVerificationNeeded
    {
        public static readonly AskDue Instance = new();
    }

    private sealed record PatienceOver : INoSerializationVerificationNeeded
    {
        public static readonly PatienceOver Instance = new();
    }
}
