using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Placement;

/// <summary>From a command to a change that begins.</summary>
internal sealed partial class PlacementCoordinatorActor
{
    private bool _isBeginning;

    private void OnCommand(PlacementCommand command)
    {
        switch (command)
        {
            case GetPlacementTable:
                Sender.Tell(new PlacementTable([.. State.Models.Where(model => model.IsLoaded).Select(model => model.ToPlacement())]));
                break;
            case GetCores:
                Sender.Tell(DescribeCores());
                break;
            case GetPlacement get:
                Sender.Tell(FindLoaded(get.Model) is { } model ? model.ToPlacement() : NoSuchModel(get.Model));
                break;
            default:
                if (_isStopping) Refuse(Sender, command, NodeStops());
                else if (Check(command) is { } refusal) Refuse(Sender, command, refusal);
                else Enqueue(command, Sender);
                break;
        }
    }

    private PlacementRejected? Check(PlacementCommand command) => command switch
    {
        LoadModel { Name.Value: "" } => new PlacementRejected(PlacementRejection.InvalidArgument, "The name of the model is empty.") { Parameter = "name" },
        LoadModel { Multicore: false } load => CoreSelection.Check(load.StartNc, load.NcCount, State.VisibleCount),
        SetNeuronCores set => CoreSelection.Check(set.StartNc, set.NcCount, State.VisibleCount),
        _ => null,
    };

    private void Enqueue(PlacementCommand command, IActorRef replyTo)
    {
        var change = new QueuedChange(ModelOf(command), command, replyTo);
        _queue.Add(change);
        if (command is LoadModel load) ReadPackage(load.Path, change);
        BeginWhatMay();
    }

    private static ModelName ModelOf(PlacementCommand command) => command switch
    {
        LoadModel load => load.Name ?? ModelName.FromPath(load.Path),
        UnloadModel unload => unload.Model,
        SetNeuronCores set => set.Model,
        SetMulticore set => set.Model,
        _ => throw new ArgumentException($"{command} is no change.", nameof(command)),
    };

    // Small files, but files: read on the thread pool and told back.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the file system throws is the answer to the command.")]
    private void ReadPackage(string path, QueuedChange change)
    {
        var self = Self;
        _ = Task.Run(() =>
        {
            try
            {
                self.Tell(new PackageRead(change, ModelFile.Read(path), null), ActorRefs.NoSender);
            }
            catch (Exception flaw)
            {
                self.Tell(new PackageRead(change, null, flaw.Message), ActorRefs.NoSender);
            }
        });
    }

    private void OnRead(PackageRead read)
    {
        var change = read.Change;
        if (read.Package is { } package)
        {
            var unsupported = package.Subgraphs.FirstOrDefault(subgraph => !_setup.Runtime.Supports(subgraph.Format));
            change.Package = package;
            change.Flaw = unsupported is null ? null : BadFile(Unsupported(unsupported));
        }
        else
        {
            change.Flaw = BadFile(read.Flaw!);
        }

        BeginWhatMay();
    }

    private string Unsupported(SubgraphFile subgraph) => subgraph.Format == SubgraphFormat.Neff
        ? $"The {_setup.Runtime.Kind} runtime does not execute graphs that are compiled for NeuronCores (Neff): {subgraph.Path}. The simulated runtime makes a dry run of them."
        : $"The {_setup.Runtime.Kind} runtime does not execute {subgraph.Format} files: {subgraph.Path}.";

    private void BeginWhatMay()
    {
        // A change with nothing to do ends while it begins, and comes here again: the loop that is under way goes on then.
        if (_isBeginning) return;

        _isBeginning = true;
        try
        {
            while (_queue.TakeNext(change => Resolve(change).Plan?.Touched) is { } next)
            {
                // What was claimed is planned anew when it begins, in the same handler, so the plan is the same.
                var (plan, refusal) = Resolve(next);
                if (plan is null) Refuse(next.ReplyTo, next.Command, refusal);
                else Begin(next, plan);
            }
        }
        finally
        {
            _isBeginning = false;
        }
    }

    private (PlannedChange? Plan, PlacementRejected? Refusal) Resolve(QueuedChange change)
    {
        if (change.Command is LoadModel load) return ResolveLoad(change, load);
        if (!State.TryFind(change.Model, out var model)) return change.IsHealing ? (null, null) : (null, NoSuchModel(change.Model));

        return change.Command switch
        {
            null => (new PlannedChange(ChangeKind.Heal, model, State.PlanHealing(model), [], MovePolicy.LoadThenUnload), null),
            UnloadModel => (new PlannedChange(ChangeKind.Unload, model, Away(model), [], Settings.Policy), null),
            SetMulticore set => ResolveMove(model, set.Subgraph, 0, State.VisibleCount, set.Policy),
            SetNeuronCores set => ResolveMove(model, set.Subgraph, set.StartNc, set.NcCount, set.Policy),
            _ => throw new InvalidOperationException($"{change.Command} is no change."),
        };
    }

    private (PlannedChange? Plan, PlacementRejected? Refusal) ResolveLoad(QueuedChange change, LoadModel load)
    {
        if (State.TryFind(change.Model, out _))
        {
            return (null, new PlacementRejected(PlacementRejection.NameTaken, $"A model '{change.Model}' is loaded already. Unload it first, or choose another name."));
        }

        if (change.Flaw is not null) return (null, change.Flaw);

        var model = new PlacedModel(change.Model, change.Package!);
        var (start, count) = load.Multicore ? (0, State.VisibleCount) : (load.StartNc, load.NcCount);
        var (moves, ranges, refusal) = State.Plan(model.Subgraphs, start, count);
        return refusal is null ? (new PlannedChange(ChangeKind.Load, model, moves, ranges, Settings.Policy), null) : (null, refusal);
    }

    private (PlannedChange? Plan, PlacementRejected? Refusal) ResolveMove(
        PlacedModel model, string? subgraph, int startNc, int ncCount, MovePolicy? policy)
    {
        var subgraphs = model.Subgraphs;
        if (subgraph is not null)
        {
            if (model.Find(subgraph) is not { } only)
            {
                var known = string.Join(", ", subgraphs.Select(one => $"'{one.Name}'"));
                return (null, new PlacementRejected(
                    PlacementRejection.ModelNotFound, $"Model '{model.Name}' has no subgraph '{subgraph}'; it has {(known.Length > 0 ? known : "none")}."));
            }

            subgraphs = [only];
        }

        var (moves, ranges, refusal) = State.Plan(subgraphs, startNc, ncCount);
        return refusal is null
            ? (new PlannedChange(ChangeKind.Move, model, moves, ranges, policy ?? Settings.Policy), null)
            : (null, refusal);
    }

    private static ImmutableArray<SubgraphMove> Away(PlacedModel model) =>
        [.. model.Subgraphs.Select(subgraph => new SubgraphMove(subgraph.Name, subgraph.Cores, []))];

    private PlacedModel? FindLoaded(ModelName name) => State.TryFind(name, out var model) && model.IsLoaded ? model : null;

    private CoreTable DescribeCores()
    {
        var replicas = State.Models
            .SelectMany(model => model.Subgraphs, (model, subgraph) => ReplicasOf(model, subgraph))
            .SelectMany(some => some)
            .ToLookup(replica => replica.Core, replica => replica.Status);
        return new CoreTable(_setup.Runtime.Kind, [.. _setup.Cores.Select(vitals => StatusOf(vitals, replicas[vitals.Info.Index]))]);
    }

    private static CoreStatus StatusOf(Cores.CoreVitals vitals, IEnumerable<ReplicaStatus> replicas) =>
        new(vitals.Info, vitals.State, [.. replicas])
        {
            Reason = vitals.Reason,
            InFlight = vitals.InFlight,
            Executed = vitals.Counters.Executed,
            Failed = vitals.Counters.Failed,
            Memory = vitals.Memory,
        };

    // What is loaded, and what is on its way: a replica that is being loaded is not among the cores of its subgraph yet.
    private IEnumerable<(VisibleCoreIndex Core, ReplicaStatus Status)> ReplicasOf(PlacedModel model, PlacedSubgraph subgraph)
    {
        var change = _runs.GetValueOrDefault(model.Name)?.Change;

        // Before the steps of an unload, and when the node goes down, the router answers what it has accepted and takes nothing new.
        var atRest = model.IsRetiring || _isStopping ? ReplicaState.Draining : ReplicaState.Ready;
        foreach (var core in subgraph.Cores.Union(subgraph.Planned))
        {
            var step = change?.StepOf(subgraph.Name, core);
            if (step != PlacementStep.Load && !subgraph.Cores.Contains(core)) continue;

            var state = step switch
            {
                PlacementStep.Drain => ReplicaState.Draining,
                PlacementStep.Unload => ReplicaState.Unloading,
                PlacementStep.Load => ReplicaState.Loading,
                _ => atRest,
            };
            var bytes = state == ReplicaState.Loading ? 0 : subgraph.ReplicaBytes;
            yield return (core, new ReplicaStatus(model.Name, subgraph.Name, state) { MemoryBytes = bytes });
        }
    }

    private void Refuse(IActorRef replyTo, PlacementCommand? command, PlacementRejected? refusal)
    {
        if (command is null || refusal is null) return;

        PlacementLog.Refused(_log, command.ToString(), refusal.Message);
        replyTo.Tell(refusal);
    }

    private static PlacementRejected NoSuchModel(ModelName model) => new(PlacementRejection.ModelNotFound, $"No model '{model}' is loaded.");

    private static PlacementRejected NodeStops() => new(PlacementRejection.Draining, "This node is shutting down and changes nothing any more.");

    private static PlacementRejected BadFile(string why) => new(PlacementRejection.BadModelFile, why);

    /// <summary>A change as it would be run if it began now.</summary>
    private sealed record PlannedChange(
        ChangeKind Kind, PlacedModel Model, ImmutableArray<SubgraphMove> Moves, ImmutableArray<NcRange> Ranges, MovePolicy Policy)
    {
        public IEnumerable<VisibleCoreIndex> Touched => Moves.SelectMany(move => move.TouchedCores);
    }
}
