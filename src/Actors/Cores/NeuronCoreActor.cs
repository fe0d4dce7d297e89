using Akka.Actor;
using Microsoft.Extensions.Logging;
using static NeuronActors.Cores.CoreProtocol;

namespace NeuronActors.Cores;

/// <summary>
/// Owns one NeuronCore: its replicas and their handles, and the threads that call into the runtime for it.
/// </summary>
/// <remarks>
/// <para>States: Ready → (a fault, or a call that does not return) → out of service → (cleared and probed) → Ready.</para>
/// <para>Threads: the actor runs on the default dispatcher and never blocks. Executions run on the lane's threads; loads, unloads and
/// probes on one thread of their own, so a load of minutes holds up no execution. Their ends come back as messages.</para>
/// <para>The lane is handed to routers with each replica, so an inference does not pass through this actor. When the core goes out of
/// service the lane is closed: what waited there goes back to its routers, and so does what hangs. The core comes back with a new lane and
/// no replica.</para>
/// <para>It is never restarted: a message that throws is logged and the state is kept. When it stops, the lane is closed, what runs may
/// finish, and the replicas are unloaded on the core's own thread.</para>
/// </remarks>
internal sealed partial class NeuronCoreActor : UntypedActor, IWithTimers
{
    private readonly INeuronRuntime _runtime;
    private readonly NeuronCoreInfo _info;
    private readonly CoreSettings _settings;
    private readonly CoreVitals _vitals;
    private readonly IActorRef _coordinator;
    private readonly ILogger _log;
    private readonly CoreLane _admin;
    private readonly Dictionary<ReplicaKey, ReplicaSlot> _replicas = [];
    private CoreLane _lane;
    private TimeSpan _nextProbe;
    private long _recoveredAt;
    private bool _mayUnload = true;

    public NeuronCoreActor(INeuronRuntime runtime, CoreVitals vitals, CoreSettings settings, IActorRef coordinator, ILogger log)
    {
        _runtime = runtime;
        _vitals = vitals;
        _info = vitals.Info;
        _settings = settings;
        _coordinator = coordinator;
        _log = log;
        _nextProbe = settings.ProbeInterval;
        _admin = new CoreLane(_info.Index, threads: 1, capacity: int.MaxValue, $"neuron-core-{_info.Index}-admin");
        _lane = NewLane();
        _vitals.InService(_lane);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsInService => _vitals.State == CoreState.Ready;

    public static Props Props(
        INeuronRuntime runtime, CoreVitals vitals, CoreSettings settings, IActorRef coordinator, ILogger log) =>
        Akka.Actor.Props.Create(() => new NeuronCoreActor(runtime, vitals, settings, coordinator, log));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(WatchdogDue), WatchdogDue.Instance, _settings.WatchdogInterval);
        Admin(Measure, _ => Measured.Instance);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LoadReplica load: Load(load); break;
            case LoadEnded ended: OnLoaded(ended); break;
            case LoadBroke broke: OnLoadFailed(broke); break;
            case AbandonLoad abandon: OnAbandon(abandon); break;
            case UnloadReplica unload: Unload(unload); break;
            case UnloadEnded ended: OnUnloaded(ended); break;
            case GiveUp giveUp: LeaveService(CoreState.Quarantined, giveUp.Why, needsNewProcess: false); break;
            case ExecutionFaulted faulted when faulted.Lane == _lane: OnFault(faulted.Fault); break;
            case WatchdogDue: LookForHang(); break;
            case ProbeDue: Probe(); break;
            case ProbeEnded: ReturnToService(); break;
            case ProbeBroke broke: OnProbeFailed(broke.Why); break;
            case Stop: StopFor(Sender); break;
            case StopEnded ended: ended.ReplyTo.Tell(new Stopped(_info.Index, ended.IsClean)); break;
            case Measured or ExecutionFaulted: break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop()
    {
        // CoordinatedShutdown has emptied the core by now. A system that is terminated without it is cleared here; nobody waits for that.
        if (_replicas.Count > 0) StopFor(ActorRefs.Nobody);
        _lane.Close();
        _admin.CloseWhenDone();
    }

    private CoreLane NewLane()
    {
        var self = Self;
        CoreLane? lane = null;
        lane = new CoreLane(_info.Index, _runtime.ExecutionSlotsPerCore, _settings.MaxInFlight, $"neuron-core-{_info.Index}", _settings.StageAhead)
        {
            Counters = _vitals.Counters,
            Faulted = fault => self.Tell(new ExecutionFaulted(lane!, fault), ActorRefs.NoSender),
        };
        return lane;
    }

    private Measured Measure()
    {
        _vitals.Measured(_runtime.GetMemory(_info.Index));
        return Measured.Instance;
    }

    private void Admin(Func<object> work, Func<NeuronRuntimeException, object> failed)
    {
        _admin.TryTakeSlot();
        _admin.TryPut(new AdminWork(Self, work, failed));
    }

    private sealed record LoadEnded(LoadReplica Load, Replica Replica, IActorRef ReplyTo, long Begun) : INoSerializationVerificationNeeded;

    private sealed record LoadBroke(LoadReplica Load, NeuronRuntimeException Failure, IActorRef ReplyTo) : INoSerializationVerificationNeeded;

    private sealed record UnloadEnded(ReplicaKey Key, Epoch Epoch, IActorRef ReplyTo, string? Flaw) : INoSerializationVerificationNeeded;

    private sealed record ExecutionFaulted(CoreLane Lane, NeuronRuntimeException Fault) : INoSerializationVerificationNeeded;

    private sealed record StopEnded(IActorRef ReplyTo, bool IsClean) : INoSerializationVerificationNeeded;

    private sealed record ProbeBroke(string Why) : INoSerializationVerificationNeeded;

    private sealed record ProbeEnded : INoSerializationVerificationNeeded
    {
        public static readonly ProbeEnded Instance = new();
    }

    private sealed record Measured : INoSerializationVerificationNeeded
    {
        public static readonly Measured Instance = new();
    }

    private sealed record WatchdogDue : INoSerializationVerificationNeeded
    {
        public static readonly WatchdogDue Instance = new();
    }

    private sealed record ProbeDue : INoSerializationVerificationNeeded
    {
        public static readonly ProbeDue Instance = new();
    }
}
