using System.Diagnostics;
using Akka.Actor;
using NeuronActors.Cores;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Routing;

namespace NeuronActors.Placement;

/// <summary>
/// A change that is under way: carries the steps of its <see cref="PlacementChange"/> out as messages to cores and router, with a timer
/// for each step that is to be answered. Part of the coordinator.
/// </summary>
internal sealed class ChangeRun : IChangeSteps
{
    private readonly PlacementCoordinatorActor _coordinator;
    private readonly PlacedModel _model;
    private readonly Dictionary<ReplicaKey, (PlacementStep Step, long At)> _steps = [];
    private readonly long _begun = Stopwatch.GetTimestamp();

    public ChangeRun(
        PlacementCoordinatorActor coordinator,
        ChangeKind kind,
        Epoch epoch,
        PlacedModel model,
        ImmutableArray<SubgraphMove> moves,
        MovePolicy policy,
        IActorRef replyTo)
    {
        _coordinator = coordinator;
        _model = model;
        Kind = kind;
        ReplyTo = replyTo;
        Change = new PlacementChange(epoch, moves, policy, this, mayGoBack: kind != ChangeKind.Unload);
        foreach (var move in moves) _model.Find(move.Subgraph)!.Planned = move.To;
    }

    public ChangeKind Kind { get; }

    public PlacedModel Model => _model;

    public PlacementChange Change { get; }

    public IActorRef ReplyTo { get; }

    /// <summary>The ranges that it brings, one for each move; empty when it changes none.</summary>
    public ImmutableArray<NcRange> Ranges { get; init; } = [];

    /// <summary>For an unload: whether its router is still answering what it had accepted.</summary>
    public bool IsRetiring { get; set; }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    private Epoch Epoch => Change.Epoch;

    public void OnDrained(ReplicaKey key)
    {
        StopTimer(key);
        Change.Drained(key.Subgraph, key.Core);
    }

    public void OnUnloaded(ReplicaKey key)
    {
        StopTimer(key);
        Change.Unloaded(key.Subgraph, key.Core);
    }

    public void OnLoaded(Replica replica)
    {
        var key = replica.Key;
        if (Change.StepOf(key.Subgraph, key.Core) != PlacementStep.Load) return;

        StopTimer(key);
        var subgraph = _model.Find(key.Subgraph)!;
        (subgraph.Signature, subgraph.ReplicaBytes) = (replica.Subgraph.Signature, replica.Subgraph.MemoryBytes);
        _model.Router.Tell(new RouterProtocol.Admit(Epoch, replica), _coordinator.Reference);
        Change.Loaded(key.Subgraph, key.Core);
    }

    public void OnLoadFailed(CoreProtocol.ReplicaLoadFailed failed)
    {
        StopTimer(failed.Key);
        Change.LoadFailed(failed.Key.Subgraph, failed.Key.Core, failed.Kind, failed.Text, failed.Status);
    }

    public void OnTimeout(ReplicaKey key)
    {
        if (Change.StepOf(key.Subgraph, key.Core) is { } step && step != PlacementStep.Hold)
        {
            Change.TimedOut(key.Subgraph, key.Core, _coordinator.Settings.TimeoutOf(step));
        }
    }

    bool IChangeSteps.IsInService(VisibleCoreIndex core) => _coordinator.State.IsInService(core);

    void IChangeSteps.Hold(string subgraph) => _model.Router.Tell(new RouterProtocol.Hold(Epoch, subgraph), _coordinator.Reference);

    void IChangeSteps.Drain(string subgraph, VisibleCoreIndex core)
    {
        var key = Key(subgraph, core);
        StartTimer(key, PlacementStep.Drain);
        _model.Router.Tell(new RouterProtocol.Drain(Epoch, key), _coordinator.Reference);
    }

    void IChangeSteps.Readmit(string subgraph, VisibleCoreIndex core) =>
        _model.Router.Tell(new RouterProtocol.Readmit(Epoch, Key(subgraph, core)), _coordinator.Reference);

    void IChangeSteps.Unload(string subgraph, VisibleCoreIndex core)
    {
        var key = Key(subgraph, core);
        _model.Router.Tell(new RouterProtocol.Remove(Epoch, key), _coordinator.Reference);
        StartTimer(key, PlacementStep.Unload);
        _coordinator.Core(core).Tell(new CoreProtocol.UnloadReplica(Epoch, key), _coordinator.Reference);
    }

    void IChangeSteps.Load(string subgraph, VisibleCoreIndex core)
    {
        var key = Key(subgraph, core);
        StartTimer(key, PlacementStep.Load);
        _coordinator.Core(core).Tell(new CoreProtocol.LoadReplica(Epoch, key, _model.Find(subgraph)!.File), _coordinator.Reference);
    }

    void IChangeSteps.AbandonLoad(string subgraph, VisibleCoreIndex core) =>
        _coordinator.Core(core).Tell(new CoreProtocol.AbandonLoad(Epoch, Key(subgraph, core)), _coordinator.Reference);

    void IChangeSteps.GiveUpCore(VisibleCoreIndex core, string why)
    {
        // At once, and not when the core confirms it: the way back must not lead there.
        _coordinator.State.SetInService(core, false);
        _coordinator.Core(core).Tell(new CoreProtocol.GiveUp(why), _coordinator.Reference);
    }

    StepFailure? IChangeSteps.Verify()
    {
        if (_model.IsLoaded || Kind != ChangeKind.Load) return null;

        try
        {
            ImmutableArray<SubgraphSignature> signatures = [.. _model.Subgraphs.Select(subgraph => subgraph.Signature!)];
            var parts = _model.Package.RunsInPartsBecause;
            var plan = parts is null ? InferPlan.OfModel(new ModelFlow(_model.Package, signatures), signatures) : null;
            _model.Signature = plan?.Signature ?? new SubgraphSignature([], []);
            _model.Router.Tell(new RouterProtocol.Serve(plan, signatures, parts), _coordinator.Reference);
            return null;
        }
        catch (ModelFileException flaw)
        {
            return new StepFailure(PlacementStep.Load, RuntimeErrorKind.UnsupportedModel, flaw.Message);
        }
    }

    void IChangeSteps.Ended(PlacementChange change) => _coordinator.OnEnded(this);

    /// <summary>Brings the table in line with where the replicas are, those of the placement that it ends in first and in rotation order.</summary>
    public void Show()
    {
        foreach (var move in Change.Moves)
        {
            var cores = Change.Cores(move.Subgraph);
            var wanted = Change.Failure is null ? move.To : move.From;
            _model.Find(move.Subgraph)!.Cores = [.. wanted.Where(cores.Contains), .. cores.Except(wanted)];
        }
    }

    private ReplicaKey Key(string subgraph, VisibleCoreIndex core) => new(_model.Name, subgraph, core);

    private void StartTimer(ReplicaKey key, PlacementStep step)
    {
        _steps[key] = (step, Stopwatch.GetTimestamp());
        _coordinator.Timers.StartSingleTimer(
            key, new PlacementCoordinatorActor.StepDue(Epoch, key), _coordinator.Settings.TimeoutOf(step));
    }

    private void StopTimer(ReplicaKey key)
    {
        _coordinator.Timers.Cancel(key);
        if (_steps.Remove(key, out var begun)) _coordinator.Meter.StepEnded(begun.Step, _model.Name, Stopwatch.GetElapsedTime(begun.At));
    }
}
