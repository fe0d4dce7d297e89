using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using NeuronActors.Cores;
using static NeuronActors.Routing.RouterProtocol;

namespace NeuronActors.Routing;

/// <summary>
/// Answers the requests of one model: admits them, chooses their replicas, and sees each to its one answer.
/// </summary>
/// <remarks>
/// Owns the model's routees and its queue; the replicas themselves belong to their cores. Runs on the default dispatcher and never
/// blocks: work goes to a lane, and its end comes back as a message. It has one behaviour; the states are its routees'
/// (Ready → Draining → Gone) and, while a change is under way, its routes' (held). It is never restarted: a message that throws is
/// answered and logged, and the state, which each handler changes in one go, is kept. When it stops it answers whatever is left.
/// </remarks>
internal sealed class ModelRouterActor : UntypedActor, IWithTimers
{
    // The scheduler's own resolution; a deadline is noticed at most this late while its request waits.
    private static readonly TimeSpan DeadlineTick = TimeSpan.FromMilliseconds(10);

    private readonly ModelName _model;
    private readonly RouterState _state;
    private readonly TimeProvider _clock;
    private readonly int _maxAnswerBytes;
    private readonly ILogger _log;
    private readonly RouterLife _life;
    private readonly Dictionary<ReplicaKey, (Epoch Epoch, IActorRef ReplyTo)> _drains = [];
    private readonly Dictionary<string, Epoch> _epochs = new(StringComparer.Ordinal);
    private IActorRef? _retiring;
    private bool _ticking;

    public ModelRouterActor(RouterSetup setup)
    {
        _model = setup.Model;
        _clock = setup.Clock;
        _maxAnswerBytes = setup.MaxMessageBytes;
        _log = setup.Log;
        _life = setup.Life;
        _state = new RouterState(
            setup.Model, setup.Subgraphs, setup.Policy, setup.Limits, new ActorInbox(Self, setup.Clock), setup.Counters, setup.Clock);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RouterSetup setup) => Akka.Actor.Props.Create(() => new ModelRouterActor(setup));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InferAttempt ended:
                _state.Ended(ended);
                ReportDrained(ended.Routee);
                ReportRetired();
                break;
            case PendingInfer request:
                Accept(request);
                break;
            case Infer infer when infer.Model != _model:
                Sender.Tell(Refusals.NotThisModel(infer.Model, _model) with { RequestId = infer.RequestId });
                break;
            case Infer infer:
                Accept(new PendingInfer(infer, Sender, _maxAnswerBytes));
                break;
            case CancelInfer cancel:
                var sender = Sender;
                _state.Cancel(request => request.IsFrom(sender, cancel.RequestId));
                ReportRetired();
                break;
            case RequestCancelled cancelled:
                _state.Cancelled(cancelled.Request);
                ReportRetired();
                break;
            case SlotGranted granted:
                _state.SlotGranted(granted.Lane);
                break;
            case DeadlinesDue:
                Expire();
                break;
            case RouterProtocol.Message step:
                OnStep(step);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _life.End();
        _state.AnswerAll(_ => Refusals.Stopped(_model));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong here, the request is answered.")]
    private void Accept(PendingInfer request)
    {
        try
        {
            _state.Accept(request);
        }
        catch (Exception unexpected)
        {
            RouterLog.AcceptFailed(_log, unexpected, _model);
            request.TryAnswer(new InferFailed(RuntimeErrorKind.Unknown, $"The router of '{_model}' failed: {unexpected.Message}"));
        }

        if (_state.HasDeadlines && !_ticking)
        {
            _ticking = true;
            Timers.StartPeriodicTimer(nameof(DeadlinesDue), DeadlinesDue.Instance, DeadlineTick);
        }
    }

    private void Expire()
    {
        _state.ExpireAt(Clock.Now(_clock));
        ReportRetired();
        if (_state.HasDeadlines) return;

        _ticking = false;
        Timers.Cancel(nameof(DeadlinesDue));
    }

    private void OnStep(RouterProtocol.Message step)
    {
        switch (step)
        {
            case Hold hold when IsCurrent(hold.Subgraph, hold.Epoch):
                _state.Hold(hold.Subgraph);
                break;
            case Drain drain when IsCurrent(drain.Key.Subgraph, drain.Epoch):
                if (_state.BeginDrain(drain.Key)) Sender.Tell(new Drained(drain.Epoch, drain.Key));
                else _drains[drain.Key] = (drain.Epoch, Sender);
                break;
            case Readmit readmit when IsCurrent(readmit.Key.Subgraph, readmit.Epoch):
                _drains.Remove(readmit.Key);
                _state.Readmit(readmit.Key);
                break;
            case Remove remove when IsCurrent(remove.Key.Subgraph, remove.Epoch):
                _drains.Remove(remove.Key);
                _state.Remove(remove.Key);
                break;
            case Admit admit when IsCurrent(admit.Replica.Key.Subgraph, admit.Epoch):
                _state.Admit(new Routee(admit.Replica.Key, admit.Replica.Subgraph, admit.Replica.Lane));
                break;
            case Release release when IsCurrent(release.Subgraph, release.Epoch):
                _state.Release(release.Subgraph, release.Order, release.WhyUnavailable, release.HeldStill);
                break;
            case Serve serve:
                _state.Serve(serve.Plan, serve.Signatures, serve.RunsInPartsBecause);
                break;
            case Retire retire:
                _state.Retire(retire.NodeIsStopping ? Refusals.Draining(_model) : Refusals.Unloading(_model));
                _retiring = Sender;
                ReportRetired();
                break;
            case Reinstate:
                _state.Reinstate();
                _retiring = null;
                break;
        }
    }

    private bool IsCurrent(string subgraph, Epoch epoch)
    {
        if (_epochs.TryGetValue(subgraph, out var last) && epoch < last) return false;

        _epochs[subgraph] = epoch;
        return true;
    }

    private void ReportDrained(Routee routee)
    {
        if (_drains.Count == 0 || !_state.IsDrained(routee.Key) || !_drains.Remove(routee.Key, out var drain)) return;
        drain.ReplyTo.Tell(new Drained(drain.Epoch, routee.Key));
    }

    private void ReportRetired()
    {
        if (_retiring is null || _state.Outstanding > 0) return;

        _retiring.Tell(new Retired(_model));
        _retiring = null;
    }

    /// <summary>A caller took its request back.</summary>
    private sealed record RequestCancelled(PendingInfer Request) : INoSerializationVerificationNeeded;

    /// <summary>A lane has a slot for this router.</summary>
    private sealed record SlotGranted(ILane Lane) : INoSerializationVerificationNeeded;

    /// <summary>Time to look for deadlines that have passed.</summary>
    private sealed record DeadlinesDue : INoSerializationVerificationNeeded
    {
        public static readonly DeadlinesDue Instance = new();
    }

    /// <summary>Everything that comes back to the router from other threads comes through its mailbox.</summary>
    internal sealed class ActorInbox(IActorRef router, TimeProvider clock) : IRouterInbox
    {
        public TimeProvider Clock => clock;

        public void Ended(InferAttempt attempt) => router.Tell(attempt, ActorRefs.NoSender);

        public void Cancelled(PendingInfer request) => router.Tell(new RequestCancelled(request), ActorRefs.NoSender);

        void ISlotWaiter.SlotGranted(ILane lane) => router.Tell(new SlotGranted(lane), ActorRefs.NoSender);
    }
}
