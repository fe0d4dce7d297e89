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

<<<<<<< HEAD
=======
    private void Load(LoadReplica load)
    {
        if (!IsInService)
        {
            Sender.Tell(new ReplicaLoadFailed(
                load.Epoch, load.Key, RuntimeErrorKind.DeviceFault, $"NeuronCore {_info.Index} is out of service: {_vitals.Reason}", null));
            return;
        }

        if (_replicas.TryGetValue(load.Key, out var known) && known is { Replica: { } loaded, IsUnloading: false })
        {
            Sender.Tell(new ReplicaLoaded(load.Epoch, loaded));
            return;
        }

        var (lane, replyTo, begun) = (_lane, Sender, Stopwatch.GetTimestamp());
        _replicas[load.Key] = new ReplicaSlot(load.Epoch);
        Admin(
            () => new LoadEnded(load, new Replica(load.Key, _runtime.Load(load.File, _info.Index), lane), replyTo, begun),
            failure => new LoadBroke(load, failure, replyTo));
    }

    private void OnLoaded(LoadEnded ended)
    {
        var (load, replica) = (ended.Load, ended.Replica);
        var slot = _replicas.GetValueOrDefault(load.Key);
        if (slot is null || slot.Epoch != load.Epoch || slot.IsAbandoned || replica.Lane != _lane || !IsInService)
        {
            // Nobody waits for it any more, or the core has gone out of service under it.
            if (slot?.Epoch == load.Epoch) _replicas.Remove(load.Key);
            BeginUnload(load.Key, replica.Subgraph, load.Epoch, ActorRefs.Nobody);
            var why = slot is { IsAbandoned: true } ? "it took too long" : $"NeuronCore {_info.Index} is out of service: {_vitals.Reason}";
            ended.ReplyTo.Tell(new ReplicaLoadFailed(load.Epoch, load.Key, RuntimeErrorKind.DeviceFault, why, null));
            return;
        }

        slot.Replica = replica;
        CoreLog.Loaded(_log, load.Key, Stopwatch.GetElapsedTime(ended.Begun).TotalMilliseconds);
        Admin(Measure, _ => Measured.Instance);
        ended.ReplyTo.Tell(new ReplicaLoaded(load.Epoch, replica));
    }

    private void OnLoadFailed(LoadBroke broke)
    {
        var (load, failure) = (broke.Load, broke.Failure);
        if (_replicas.GetValueOrDefault(load.Key)?.Epoch == load.Epoch) _replicas.Remove(load.Key);
        CoreLog.LoadFailed(_log, load.Key, failure.Message);
        broke.ReplyTo.Tell(new ReplicaLoadFailed(load.Epoch, load.Key, failure.Kind, failure.Message, failure.Status));
        if (failure.Kind == RuntimeErrorKind.DeviceFault && IsInService) OnFault(failure);
    }

    private void OnAbandon(AbandonLoad abandon)
    {
        if (!_replicas.TryGetValue(abandon.Key, out var slot) || slot.Epoch != abandon.Epoch) return;

        slot.IsAbandoned = true;
        if (slot.Replica is { } replica)
        {
            _replicas.Remove(abandon.Key);
            BeginUnload(abandon.Key, replica.Subgraph, abandon.Epoch, ActorRefs.Nobody);
        }
    }

    private void Unload(UnloadReplica unload)
    {
        // On a core that is out of service replicas stay until it is cleared: one of them may be what hangs.
        if (!IsInService || !_replicas.TryGetValue(unload.Key, out var slot) || slot.Replica is null)
        {
            Sender.Tell(new ReplicaUnloaded(unload.Epoch, unload.Key));
            return;
        }

        slot.IsUnloading = true;
        BeginUnload(unload.Key, slot.Replica.Subgraph, unload.Epoch, Sender);
    }

    private void BeginUnload(ReplicaKey key, ILoadedSubgraph subgraph, Epoch epoch, IActorRef replyTo) =>
        Admin(
            () =>
            {
                subgraph.Unload();
                return new UnloadEnded(key, epoch, replyTo, null);
            },
            failure => new UnloadEnded(key, epoch, replyTo, failure.Message));

    private void OnUnloaded(UnloadEnded ended)
    {
        if (ended.Flaw is null) CoreLog.Unloaded(_log, ended.Key);
        else CoreLog.UnloadFailed(_log, ended.Key, ended.Flaw);

        if (_replicas.GetValueOrDefault(ended.Key) is { IsUnloading: true }) _replicas.Remove(ended.Key);
        Admin(Measure, _ => Measured.Instance);
        ended.ReplyTo.Tell(new ReplicaUnloaded(ended.Epoch, ended.Key));
    }

    private void OnFault(NeuronRuntimeException fault) =>
        LeaveService(CoreState.Quarantined, fault.Message, fault.Status?.NeedsNewProcess() ?? false);

    private void LookForHang()
    {
        // On a core that is out of service as well: what was left to finish when it failed may never return.
        if (_lane.OldestCall() is var age && age <= _settings.ExecutionTimeout) return;

        var why = $"an execution on NeuronCore {_info.Index} has not returned for {age.TotalSeconds:0.###} s";
        _lane.Close(abandon: new NeuronRuntimeException(RuntimeErrorKind.TimedOut, "execute", why, _info.Index, NeuronStatus.Timeout));
        LeaveService(CoreState.Hung, why, needsNewProcess: false);
    }

    private void LeaveService(CoreState state, string reason, bool needsNewProcess)
    {
        if (!IsInService) return;

        // A core that fails again soon after it came back is tried less and less often.
        if (Stopwatch.GetElapsedTime(_recoveredAt) > _settings.ProbeIntervalMax) _nextProbe = _settings.ProbeInterval;
        _lane.Close();
        _vitals.OutOfService(state, reason);
        _coordinator.Tell(new CoreLost(_info.Index, reason));
        if (needsNewProcess)
        {
            _mayUnload = false;
            CoreLog.WrittenOff(_log, _info.Index, reason);
        }
        else
        {
            CoreLog.Quarantined(_log, _info.Index, reason, _nextProbe.TotalSeconds);
            ProbeLater();
        }
    }

    private void Probe()
    {
        if (!_lane.HasEnded)
        {
            // A replica whose call hangs is never unloaded, and nothing else is tried on the core before that call has returned.
            CoreLog.StillHung(_log, _info.Index);
            ProbeLater();
            return;
        }

        var replicas = Loaded();
        _replicas.Clear();
        Admin(
            () =>
            {
                UnloadAll(replicas);
                _runtime.Probe(_info.Index);
                return ProbeEnded.Instance;
            },
            failure => new ProbeBroke(failure.Message));
    }

    private void OnProbeFailed(string why)
    {
        CoreLog.ProbeFailed(_log, _info.Index, why, _nextProbe.TotalSeconds);
        ProbeLater();
    }

    private void ReturnToService()
    {
        _recoveredAt = Stopwatch.GetTimestamp();
        _lane = NewLane();
        _vitals.InService(_lane);
        CoreLog.Recovered(_log, _info.Index);
        Admin(Measure, _ => Measured.Instance);
        _coordinator.Tell(new CoreRecovered(_info.Index));
    }

    private void ProbeLater()
    {
        Timers.StartSingleTimer(nameof(ProbeDue), ProbeDue.Instance, _nextProbe);
        _nextProbe = _nextProbe * 2 > _settings.ProbeIntervalMax ? _settings.ProbeIntervalMax : _nextProbe * 2;
    }

>>>>>>> props
    private CoreLane NewLane()
    {
        var self = Self;
        CoreLane? lane = null;
        lane = new CoreLane(_info.Index, _runtime.ExecutionSlotsPerCore, _settings.MaxInFlight, $"neuron-core-{_info.Index}")
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
