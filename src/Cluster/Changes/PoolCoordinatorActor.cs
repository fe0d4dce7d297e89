using Akka.Actor;
using Akka.Event;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Changes;

/// <summary>
/// Carries out the changes that cross nodes: <c>/user/neuron-pool/coordinator</c>, on every node, of which the one on the oldest member
/// decides. Never on the way of an inference.
/// </summary>
/// <remarks>
/// Why the oldest member, and no ClusterSingleton: a singleton moves when the old one has been removed and a margin more has passed, which
/// was measured as 47 s after a crash. Its promise, that there are never two, is not needed here: each coordinator has a term, nodes obey
/// the highest they have seen, and of two writes of what is meant the one of the higher term counts.
/// <para>States: idle (another is the oldest) → reading what is replicated → claiming its term → deciding; back to idle when another is the
/// oldest, or when a node has seen a higher term. What is under way then is left as it is: what is meant is replicated with each change
/// before its first step, and the next coordinator finishes or undoes it.</para>
/// <para>One change of a model at a time; changes of different models run side by side. Runs on the default dispatcher and never blocks;
/// resumes with its state when a handler throws.</para>
/// </remarks>
internal sealed partial class PoolCoordinatorActor : UntypedActor, IWithTimers
{
    // A step or its answer may be lost with a connection; asking again does no harm.
    private static readonly TimeSpan AskAgainInterval = TimeSpan.FromSeconds(2);

    private readonly PoolParts _parts;
    private readonly ILoggingAdapter _log;
    private readonly Dictionary<ModelName, DesiredModel> _desired = [];
    private readonly Dictionary<ModelName, PoolRun> _runs = [];
    private readonly Dictionary<ModelName, Queue<Asked>> _queues = [];
    private readonly KeptAnswers<PoolAnswer> _answers = new();
    private readonly Dictionary<NodeName, long> _goneSince = [];
    private readonly RefusedSteps _refused;

    // By order, what has come while this node took over; by name, the steps that nodes were asked for and that nobody waits for any more.
    private readonly Dictionary<string, (PoolProtocol.Decide Decide, IActorRef ReplyTo)> _early = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (PoolProtocol.Place Place, NodeId Node)> _overdue = new(StringComparer.Ordinal);

    private readonly IActorRef _replication;
    private DirectoryView _view = DirectoryView.Empty;
    private PoolState _state = PoolState.Empty;
    private long _revision;
    private long _steps;
    private bool _isOldest;
    private long _highestTerm;

    public PoolCoordinatorActor(PoolParts parts, IActorRef replication)
    {
        _parts = parts;
        _log = parts.Log;
        _replication = replication;
        _refused = new RefusedSteps(parts.Settings.Desired.ReconcileInterval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private PoolPicture Picture => new(_view, _state.Layout, _desired);

    public static Props Props(PoolParts parts, IActorRef replication) => Akka.Actor.Props.Create(() => new PoolCoordinatorActor(parts, replication));

    // Idle: others decide. What arrives here by mistake is asked again elsewhere by whoever sent it.
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PoolDirectoryActor.ViewChanged changed:
                _view = changed.View;
                _isOldest = changed.IsSelf;
                if (_isOldest) BeginReading();
                break;
            case ReplicationActor.StateChanged changed:
                _highestTerm = Math.Max(_highestTerm, changed.State.Term);
                break;
        }
    }

    private void BeginReading()
    {
        _replication.Tell(new ReplicationProtocol.ReadAll());
        Become(Reading);
    }

    private void Reading(object message)
    {
        switch (message)
        {
            case PoolDirectoryActor.ViewChanged changed:
                OnView(changed);
                break;
            case ReplicationActor.StateChanged changed:
                _highestTerm = Math.Max(_highestTerm, changed.State.Term);
                break;
            case ReplicationProtocol.AllRead read:
                _desired.Clear();
                foreach (var model in read.Shards.SelectMany(shard => shard.Models)) _desired[model.Model] = model;
                _state = new PoolState(Math.Max(_highestTerm, read.State.Term) + 1, read.State.Layout);
                _highestTerm = _state.Term;
                _revision = 0;
                _replication.Tell(new ReplicationProtocol.WriteState(_state));
                Become(Claiming);
                break;
            case PoolProtocol.Decide decide:
                _early[decide.Order] = (decide, Sender);
                break;
        }
    }

    private void Claiming(object message)
    {
        switch (message)
        {
            case PoolDirectoryActor.ViewChanged changed:
                OnView(changed);
                break;
            case ReplicationProtocol.Written { Tag: PoolState written } when written == _state:
                PoolLog.Decides(_log, _parts.Node, _state.Term);
                Become(Deciding);
                Timers.StartPeriodicTimer(nameof(ReconcileDue), ReconcileDue.Instance, _parts.Settings.Desired.ReconcileInterval);
                Timers.StartPeriodicTimer(nameof(AskAgainDue), AskAgainDue.Instance, AskAgainInterval);
                RenewLayout();
                ResumeAll();
                ReconcileAll();
                TakeEarly();
                break;
            case PoolProtocol.Decide decide:
                _early[decide.Order] = (decide, Sender);
                break;
        }
    }

    private void Deciding(object message)
    {
        switch (message)
        {
            case PoolDirectoryActor.ViewChanged changed:
                OnView(changed);
                if (!_isOldest) break;
                RenewLayout();
                LoseSteps();
                ReconcileAll();
                break;
            case ReplicationActor.StateChanged changed when changed.State.Term > _state.Term:
                StepDown(changed.State.Term);
                break;
            case PoolProtocol.Decide decide:
                OnDecide(decide);
                break;
            case PoolProtocol.Placed { IsStale: true }:
                StepDown(_state.Term);
                break;
            case PoolProtocol.Placed placed:
                OnPlaced(placed);
                break;
            case ReplicationProtocol.Written { Tag: PoolRun run }:
                OnWritten(run);
                break;
            case StepDue due:
                OnStepDue(due.Step);
                break;
            case AskAgainDue:
                AskAgain();
                break;
            case ReconcileDue:
                ReconcileAll();
                break;
        }
    }

    private void OnView(PoolDirectoryActor.ViewChanged changed)
    {
        _view = changed.View;
        _isOldest = changed.IsSelf;
        if (!_isOldest) Rest();
    }

    /// <summary>Another decides, or has decided meanwhile.</summary>
    private void StepDown(long term)
    {
        _highestTerm = Math.Max(_highestTerm, term);
        Rest();
        if (_isOldest) BeginReading();
    }

    private void Rest()
    {
        Timers.CancelAll();
        _runs.Clear();
        _queues.Clear();
        _answers.Clear();
        _goneSince.Clear();
        _refused.Clear();
        _early.Clear();
        _overdue.Clear();
        Become(OnReceive);
    }

    // Commands that have come while it took over; whoever sent one would send it again a second later only.
    private void TakeEarly()
    {
        foreach (var (decide, replyTo) in _early.Values) Self.Tell(decide, replyTo);
        _early.Clear();
    }

    // The layout follows the nodes; whoever reads it later finds the same version everywhere.
    private void RenewLayout()
    {
        var layout = _state.Layout.With(_view.Shares());
        if (ReferenceEquals(layout, _state.Layout)) return;

        _state = _state with { Layout = layout };
        _replication.Tell(new ReplicationProtocol.WriteState(_state));
    }

    /// <summary>A command, and who is to be answered.</summary>
    private sealed record Asked(PoolProtocol.Decide Decide)
    {
        public string Order => Decide.Order;

        public ScopedCommand Command => Decide.Command;

        public IActorRef ReplyTo { get; set; } = ActorRefs.Nobody;
    }

    private sealed record StepDue(string Step) : INoSerializationVerificationNeeded;

    private sealed record ReconcileDue : INoSerializationVerificationNeeded
    {
        public static readonly ReconcileDue Instance = new();
    }

    private sealed record AskAgainDue : INoSerializationVerificationNeeded
    {
        public static readonly AskAgainDue Instance = new();
    }
}
