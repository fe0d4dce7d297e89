using Akka.Actor;
using NeuronActors.Routing;

namespace NeuronActors.Placement;

/// <summary>From the beginning of a change to its answer.</summary>
internal sealed partial class PlacementCoordinatorActor
{
    /// <summary>A run says that its change is over.</summary>
    public void OnEnded(ChangeRun run)
    {
        run.Show();
        var (model, change) = (run.Model, run.Change);
        var succeeded = change.Failure is null || run.Kind == ChangeKind.Unload;
        if (succeeded)
        {
            model.Epoch = change.Epoch;
            foreach (var (move, range) in change.Moves.Zip(run.Ranges)) model.Find(move.Subgraph)!.Range = range;
        }

        foreach (var move in change.Moves) model.Find(move.Subgraph)!.Planned = model.Find(move.Subgraph)!.Cores;
        switch (run.Kind)
        {
            case ChangeKind.Unload:
            case ChangeKind.Load when !succeeded:
                // The run goes on until the router has stopped; only then is the name free again.
                _setup.Directory.Remove(model.Name);
                _setup.Models.Tell(new ModelGroupActor.StopRouter(model.Name));
                return;
            case ChangeKind.Load:
                model.IsLoaded = true;
                _setup.Directory.Add(model.Name, model);
                if (_isStopping) Retire(model);
                break;
        }

        // What could not be put back may have another place. A healing that failed is tried again, but not at once.
        if (!succeeded && State.NeedsHealing(model))
        {
            if (run.Kind == ChangeKind.Heal) Timers.StartSingleTimer((nameof(HealDue), model.Name), new HealDue(model.Name), Settings.HealInterval);
            else Heal(model);
        }

        Release(run);
        Conclude(run);
    }

    private void Begin(QueuedChange change, PlannedChange plan)
    {
        _epoch = _epoch.Next;
        var model = plan.Model;
        if (plan.Kind == ChangeKind.Load) State.Add(model);
        var run = new ChangeRun(this, plan.Kind, _epoch, model, plan.Moves, plan.Policy, change.ReplyTo) { Ranges = plan.Ranges };
        _runs.Add(model.Name, run);
        PlacementLog.Begins(_log, _epoch, plan.Kind.ToString(), model.Name);
        switch (plan.Kind)
        {
            case ChangeKind.Load:
                _setup.Models.Tell(new ModelGroupActor.StartRouter(model.Name, _setup.RouterOf(model)));
                break;
            case ChangeKind.Unload:
                run.IsRetiring = true;
                model.IsRetiring = true;
                model.Router.Tell(new RouterProtocol.Retire(NodeIsStopping: false), Self);
                Timers.StartSingleTimer(model.Name, new RetireDue(model.Name), Settings.DrainTimeout);
                break;
            default:
                run.Change.Start();
                break;
        }
    }

    private void OnRouterStarted(ModelGroupActor.RouterStarted started)
    {
        if (!_runs.TryGetValue(started.Model, out var run) || run.Kind != ChangeKind.Load) return;

        run.Model.Router = started.Router;
        run.Change.Start();
    }

    private void OnRetired(ModelName model)
    {
        if (_runs.TryGetValue(model, out var run) && run is { Kind: ChangeKind.Unload, IsRetiring: true })
        {
            Timers.Cancel(model);
            run.IsRetiring = false;
            run.Change.Start();
        }
        else
        {
            _notIdle.Remove(model);
            ReportIdle();
        }
    }

    private void OnRetireDue(ModelName model)
    {
        if (!_runs.TryGetValue(model, out var run) || !run.IsRetiring) return;

        // A node that is going down takes nothing new, and waits for what this router has.
        if (_isStopping) Retire(run.Model);
        else run.Model.Router.Tell(new RouterProtocol.Reinstate());
        run.Model.IsRetiring = false;
        foreach (var subgraph in run.Model.Subgraphs) subgraph.Planned = subgraph.Cores;
        if (!_isStopping && State.NeedsHealing(run.Model)) Heal(run.Model);
        var why = $"Requests of '{model}' were still in flight after {Settings.DrainTimeout.TotalSeconds:0.###} s.";
        EndRun(run, new PlacementFailed(PlacementStep.Drain, RuntimeErrorKind.TimedOut, why)
        {
            Restored = true,
            Placement = run.Model.ToPlacement(),
        });
    }

    private void OnRouterStopped(ModelName model)
    {
        if (!_runs.TryGetValue(model, out var run)) return;

        State.Remove(model);
        Conclude(run);
    }

    private void Conclude(ChangeRun run)
    {
        var (model, change) = (run.Model, run.Change);
        var isGone = run.Kind == ChangeKind.Unload || !model.IsLoaded;
        if (run.Kind == ChangeKind.Unload)
        {
            PlacementLog.Done(_log, change.Epoch, run.Elapsed.TotalMilliseconds, model.ToPlacement());
            EndRun(run, new ModelUnloaded(model.Name, change.Epoch));
        }
        else if (change.Failure is { } failure)
        {
            PlacementLog.Failed(_log, change.Epoch, failure.Step, failure.Kind, failure.Message, change.IsRestored);
            EndRun(run, new PlacementFailed(failure.Step, failure.Kind, failure.Message)
            {
                Core = failure.Core,
                Status = failure.Status,
                Restored = change.IsRestored,
                Placement = isGone ? null : model.ToPlacement(),
            });
        }
        else
        {
            PlacementLog.Done(_log, change.Epoch, run.Elapsed.TotalMilliseconds, model.ToPlacement());
            EndRun(run, new PlacementChanged(model.ToPlacement()) { Duration = run.Elapsed });
        }
    }

    private void Release(ChangeRun run)
    {
        foreach (var move in run.Change.Moves)
        {
            var cores = run.Model.Find(move.Subgraph)!.Cores;
            run.Model.Router.Tell(new RouterProtocol.Release(
                run.Change.Epoch, move.Subgraph, cores, cores.IsEmpty ? WhyNone(run.Model, move.Subgraph) : null, _queue.HasHealing(run.Model.Name)));
        }
    }

    private void EndRun(ChangeRun run, PlacementAnswer answer)
    {
        _setup.Meter.ChangeEnded(run.Kind, run.Model.Name, run.Elapsed, succeeded: answer is PlacementChanged or ModelUnloaded);
        _runs.Remove(run.Model.Name);
        _queue.Ended(run.Model.Name);
        Context.System.EventStream.Publish(new PlacementNews(SettledEpoch));
        run.ReplyTo.Tell(answer);
        ReportIdle();
        BeginWhatMay();
    }

    // Every change up to this one has ended.
    private Epoch SettledEpoch => _runs.Count == 0 ? _epoch : new Epoch(_runs.Values.Min(run => run.Change.Epoch.Value) - 1);

    private string WhyNone(PlacedModel model, string subgraph)
    {
        var broken = model.Find(subgraph)!.Range.Cores.Where(core => !State.IsInService(core)).ToArray();
        return broken.Length == 0
            ? "its last change failed"
            : $"NeuronCore {string.Join(", ", broken)} is out of service ({_setup.Cores[broken[0].Value].Reason}), and no other core could take it";
    }
}
