using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Changes;

/// <summary>The steps of changes and reconciliations: asking nodes, and hearing from them.</summary>
internal sealed partial class PoolCoordinatorActor
{
    private void Send(PoolRun run, ImmutableArray<NodeStep> steps)
    {
        foreach (var step in steps)
        {
            if (_view.Find(step.Node) is { } node)
            {
                var name = $"{_state.Term}.{++_steps}";
                run.Steps.Add(name, (step, node.Id));
                Timers.StartSingleTimer(name, new StepDue(name), _parts.Settings.Changes.StepTimeout);
                Ask(PlaceOf(run, name, step), node.Id);
            }
            else
            {
                Lose(run, step);
            }
        }
    }

    private static void Ask(PoolProtocol.Place place, NodeId node) =>
        Context.ActorSelection($"{node.Address}/user/{PoolEntryActor.Name}/{PoolEntryActor.Node}").Tell(place);

    private PoolProtocol.Place PlaceOf(PoolRun run, string name, NodeStep step) =>
        new(_state.Term, name, run.Model, SourceOf(run), step.Range) { Policy = run.Meant.Policy, Origin = run.Origin };

    private ModelSource SourceOf(PoolRun run) => run.Meant.Source.Files is null && Picture.IsKnown(run.Model) ? Picture.SourceOf(run.Model) : run.Meant.Source;

    private void AskAgain()
    {
        foreach (var run in _runs.Values)
        {
            foreach (var (name, (step, node)) in run.Steps) Ask(PlaceOf(run, name, step), node);
        }

        foreach (var (place, node) in _overdue.Values) Ask(place, node);
    }

    private void OnPlaced(PoolProtocol.Placed placed)
    {
        if (RunOf(placed.Step) is not { } run || !run.Steps.Remove(placed.Step, out var asked))
        {
            OnOverdue(placed.Step);
            return;
        }

        Timers.Cancel(placed.Step);
        if (placed.Failed is null) OnStepDone(run, asked.Step, asked.Node, placed.Epoch);
        else OnStepFailed(run, asked.Step, asked.Node, placed.Why ?? "");

        if (run.Change is { } change)
        {
            Send(run, placed.Failed is { } kind
                ? change.Failed(new PoolStepFailure(asked.Step.Node, kind, placed.Why ?? kind.ToString()), placed.Now)
                : change.Done(asked.Step.Node, placed.Now));
        }

        EndIfOver(run);
    }

    private void OnStepDue(string step)
    {
        if (RunOf(step) is not { } run || !run.Steps.Remove(step, out var asked)) return;

        var why = $"{asked.Step} was not answered within {_parts.Settings.Changes.StepTimeout.TotalSeconds:0.###} s.";
        OnStepFailed(run, asked.Step, asked.Node, why);
        if (asked.Step.Range is not null) _overdue.Add(step, (PlaceOf(run, step, asked.Step), asked.Node));
        var held = _view.Find(asked.Step.Node)?.Last.Find(run.Model)?.Range;
        if (run.Change is { } change) Send(run, change.Failed(new PoolStepFailure(asked.Step.Node, RuntimeErrorKind.TimedOut, why), held));
        EndIfOver(run);
    }

    // What nobody waited for any more is over, and the node says whether it has the model: if nobody means it there, it gives it up again.
    private void OnOverdue(string step)
    {
        if (!_overdue.Remove(step, out var asked) || _runs.ContainsKey(asked.Place.Model)) return;

        if (_desired.TryGetValue(asked.Place.Model, out var meant)) Reconcile(meant);
    }

    private bool Owes(ModelName model, NodeId node) => _overdue.Values.Any(asked => asked.Place.Model == model && asked.Node == node);

    private void OnStepDone(PoolRun run, NodeStep step, NodeId node, Epoch epoch)
    {
        run.Seen[step.Node] = (node.Incarnation, epoch);
        _refused.Forget(run.Model, node, step.Range is not null);
    }

    // What a node refused it would refuse again at once.
    private void OnStepFailed(PoolRun run, NodeStep step, NodeId node, string why)
    {
        PoolLog.StepFailed(_log, run.Model, step.ToString(), why);
        if (run.Change is null) _refused.Note(run.Model, node, step.Range is not null, Now);
    }

    /// <summary>Ends the steps of nodes that are gone: they will not answer, and a new life of them knows nothing of it.</summary>
    private void LoseSteps()
    {
        foreach (var name in _overdue.Keys.Where(name => !IsThere(_overdue[name].Node)).ToArray()) _overdue.Remove(name);
        foreach (var run in _runs.Values.ToArray())
        {
            foreach (var (name, (step, id)) in run.Steps.ToArray())
            {
                if (IsThere(id)) continue;

                run.Steps.Remove(name);
                Timers.Cancel(name);
                Lose(run, step);
            }

            EndIfOver(run);
        }
    }

    // A node that was to give something up has done so by going.
    private void Lose(PoolRun run, NodeStep step)
    {
        if (run.Change is not { } change) return;

        Send(run, step.Range is null
            ? change.Done(step.Node, null)
            : change.Failed(new PoolStepFailure(step.Node, RuntimeErrorKind.LifeCycle, $"Node {step.Node} is gone."), null, isLost: true));
    }

    private bool IsThere(NodeId id) => _view.Nodes.Any(node => node.Id == id);

    private long Now => Clock.Now(_parts.Cores.Clock);

    private PoolRun? RunOf(string step) => _runs.Values.FirstOrDefault(run => run.Steps.ContainsKey(step));

    private void ReconcileAll()
    {
        NoteGone();
        _refused.Keep(IsThere);
        foreach (var model in _desired.Values.Where(model => !model.IsChanging && !_runs.ContainsKey(model.Model)).ToArray()) Reconcile(model);
    }

    private void Reconcile(DesiredModel model)
    {
        var uses = new Lazy<IReadOnlyDictionary<NodeName, int[]>>(() => Picture.Uses(model.Model));
        var plan = Reconciliation.Plan(
            model,
            _view,
            node => IsGivenUp(model.Model, node),
            _parts.Settings.Desired.LostNode,
            node => uses.Value[node.Name],
            node => _refused.HasRefused(model.Model, node.Id, Now),
            node => Owes(model.Model, node.Id));
        var steps = plan.Steps.RemoveAll(step => _view.Find(step.Node) is { } node && _refused.Rests(model.Model, node.Id, step.Range is not null, Now));
        if (steps.IsEmpty)
        {
            if (plan.Meant != model) Write(plan.Meant, nameof(Reconcile));
            return;
        }

        PoolLog.Reconciles(_log, model.Model, steps);
        var run = new PoolRun(plan.Meant, null);
        _runs.Add(model.Model, run);
        if (plan.Meant != model) Write(plan.Meant, nameof(Reconcile));
        Send(run, steps);
        EndIfOver(run);
    }

    private void NoteGone()
    {
        foreach (var node in _goneSince.Keys.Where(node => _view.Find(node) is not null).ToArray()) _goneSince.Remove(node);
        foreach (var node in _desired.Values.SelectMany(model => model.Parts.Select(part => part.Node).Concat(model.Leftovers)))
        {
            if (_view.Find(node) is null) _goneSince.TryAdd(node, Now);
        }
    }

    private bool IsGivenUp(ModelName model, NodeName name)
    {
        var patience = _parts.Settings.Desired.ReplaceAfter;
        return _view.Find(name) is { } node
            ? _refused.HasRefusedFor(patience, model, node.Id, Now)
            : _goneSince.TryGetValue(name, out var since) && Now - since >= patience.Ticks;
    }
}
