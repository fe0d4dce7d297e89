using Akka.Actor;
using Microsoft.Extensions.Logging;
using NeuronActors.Cores;
using NeuronActors.Routing;
using NeuronActors.Telemetry;

namespace NeuronActors.Placement;

/// <summary>
/// Decides where models are: the only writer of the placement table, and the one that runs every change of it.
/// </summary>
/// <remarks>
/// <para>Owns the table, the queue of changes and the changes under way. States: Starting (until the cores are there; commands wait) →
/// Running → Stopping (commands are refused).</para>
/// <para>Runs on the default dispatcher and never blocks: files are read on the thread pool, and everything that touches a device happens
/// in the cores. What a change does is decided by <see cref="PlacementChange"/>, who goes first by <see cref="ChangeQueue"/>, which
/// cores are meant by <see cref="CoreSelection"/>; this is the shell around them.</para>
/// <para>It is never restarted: a message that throws is logged and the table is kept. A change whose step was lost so runs into
/// that step's time-out, and is undone. When it stops, whoever still waits for a change is told.</para>
/// </remarks>
internal sealed partial class PlacementCoordinatorActor : UntypedActor, IWithTimers, IWithUnboundedStash
{
    private readonly PlacementSetup _setup;
    private readonly ILogger _log;
    private readonly ChangeQueue _queue = new();
    private readonly Dictionary<ModelName, ChangeRun> _runs = [];
    private ImmutableArray<IActorRef> _cores = [];
    private Epoch _epoch;

    public PlacementCoordinatorActor(PlacementSetup setup)
    {
        _setup = setup;
        _log = setup.Log;
        State = setup.State;
        Reference = Self;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public PlacementState State { get; }

    public PlacementSettings Settings => _setup.Settings;

    public NeuronMeter Meter => _setup.Meter;

    /// <summary>This actor, for the runs, which speak in its name.</summary>
    public IActorRef Reference { get; }

    public static Props Props(PlacementSetup setup) => Akka.Actor.Props.Create(() => new PlacementCoordinatorActor(setup));

    public IActorRef Core(VisibleCoreIndex core) => _cores[core.Value];

    protected override void OnReceive(object message)
    {
        if (message is CoresUp up)
        {
            _cores = up.Cores;
            Become(Running);
            Stash.UnstashAll();
        }
        else
        {
            Stash.Stash();
        }
    }

    protected override void PostStop()
    {
        foreach (var run in _runs.Values)
        {
            run.ReplyTo.Tell(new PlacementFailed(PlacementStep.Hold, RuntimeErrorKind.LifeCycle, "The node stopped while the change was under way."));
        }

        foreach (var waiting in _queue.Clear()) waiting.ReplyTo.Tell(NodeStops());
    }

    private void Running(object message)
    {
        switch (message)
        {
            case PlacementCommand command: OnCommand(command); break;
            case PackageRead read: OnRead(read); break;
            case StepDue due when RunOf(due.Key.Model, due.Epoch) is { } run: run.OnTimeout(due.Key); break;
            case RouterProtocol.Drained drained when RunOf(drained.Key.Model, drained.Epoch) is { } run: run.OnDrained(drained.Key); break;
            case CoreProtocol.ReplicaUnloaded unloaded when RunOf(unloaded.Key.Model, unloaded.Epoch) is { } run: run.OnUnloaded(unloaded.Key); break;
            case CoreProtocol.ReplicaLoaded loaded: OnLoaded(loaded); break;
            case CoreProtocol.ReplicaLoadFailed failed when RunOf(failed.Key.Model, failed.Epoch) is { } run: run.OnLoadFailed(failed); break;
            case ModelGroupActor.RouterStarted started: OnRouterStarted(started); break;
            case ModelGroupActor.RouterStopped stopped: OnRouterStopped(stopped.Model); break;
            case RouterProtocol.Retired retired: OnRetired(retired.Model); break;
            case RetireDue due: OnRetireDue(due.Model); break;
            case HealDue due: OnHealDue(due.Model); break;
            case CoreProtocol.CoreLost lost: OnCoreLost(lost); break;
            case CoreProtocol.CoreRecovered recovered: OnCoreRecovered(recovered.Core); break;
            case ShutdownProtocol.Message step: OnShutdown(step); break;
            case CoreProtocol.Stopped stopped: OnCoreStopped(stopped); break;
            case StepDue or RouterProtocol.Drained or CoreProtocol.Message: break;
            default: Unhandled(message); break;
        }

        ShowRuns();
    }

    /// <summary>The run that a message belongs to; null for a message of a past change.</summary>
    private ChangeRun? RunOf(ModelName model, Epoch epoch) =>
        _runs.TryGetValue(model, out var run) && run.Change.Epoch == epoch ? run : null;

    private void OnLoaded(CoreProtocol.ReplicaLoaded loaded)
    {
        if (RunOf(loaded.Replica.Key.Model, loaded.Epoch) is { } run) run.OnLoaded(loaded.Replica);
        else Core(loaded.Replica.Key.Core).Tell(new CoreProtocol.AbandonLoad(loaded.Epoch, loaded.Replica.Key));
    }

    // Also while a change is under way the table says where replicas really are.
    private void ShowRuns()
    {
        foreach (var run in _runs.Values) run.Show();
    }

    /// <summary>The cores are there, in order of their index.</summary>
    public sealed record CoresUp(ImmutableArray<IActorRef> Cores) : INoSerializationVerificationNeeded;

    /// <summary>A step has taken longer than it may.</summary>
    public sealed record StepDue(Epoch Epoch, ReplicaKey Key) : INoSerializationVerificationNeeded;

    /// <summary>A model's file has been read, or could not be.</summary>
    private sealed record PackageRead(QueuedChange Change, NativeRuntime.ModelFiles.ModelPackage? Package, string? Flaw) : INoSerializationVerificationNeeded;

    /// <summary>A healing has failed some time ago.</summary>
    private sealed record HealDue(ModelName Model) : INoSerializationVerificationNeeded;

    /// <summary>A router has taken too long to answer what it had accepted.</summary>
    private sealed record RetireDue(ModelName Model) : INoSerializationVerificationNeeded;
}
