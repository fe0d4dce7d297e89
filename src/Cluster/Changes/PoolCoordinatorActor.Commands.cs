using Akka.Actor;
using NeuronActors.Cluster.Desired;

namespace NeuronActors.Cluster.Changes;

/// <summary>From a command to a change, and from its end to the answer.</summary>
internal sealed partial class PoolCoordinatorActor
{
    private void OnDecide(PoolProtocol.Decide decide)
    {
        Sender.Tell(new PoolProtocol.Deciding(decide.Order));
        var model = PoolDecision.ModelOf(decide.Command.Command);
        if (_answers.TryFind(decide.Order, out var answer))
        {
            Sender.Tell(answer);
        }
        else if (_runs.TryGetValue(model, out var run) && run.Change is not null && run.Meant.Order == decide.Order)
        {
            run.ReplyTo = Sender;
        }
        else if (_queues.TryGetValue(model, out var queue) && queue.FirstOrDefault(asked => asked.Order == decide.Order) is { } waiting)
        {
            waiting.ReplyTo = Sender;
        }
        else if (_desired.TryGetValue(model, out var desired) && desired.Order == decide.Order && !desired.IsChanging)
        {
            // A former coordinator has finished it, and was lost before it could say so.
            Sender.Tell(AnswerOf(desired));
        }
        else
        {
            Enqueue(model, new Asked(decide) { ReplyTo = Sender });
        }
    }

    private PoolAnswer AnswerOf(DesiredModel desired) =>
        Picture.PlacementOf(desired.Model) is { } placement && !desired.Parts.IsEmpty ? new PoolChanged(placement) : new PoolUnloaded(desired.Model);

    private void Enqueue(ModelName model, Asked asked)
    {
        if (!_queues.TryGetValue(model, out var queue)) _queues.Add(model, queue = new Queue<Asked>());
        if (queue.Count >= _parts.Settings.Changes.QueueCapacity)
        {
            asked.ReplyTo.Tell(new PoolRejected(PoolRejection.Busy, $"{queue.Count} changes of model '{model}' wait already for the one before them."));
            return;
        }

        queue.Enqueue(asked);
        BeginNext(model);
    }

    private void BeginNext(ModelName model)
    {
        while (!_runs.ContainsKey(model) && _queues.TryGetValue(model, out var queue))
        {
            if (!queue.TryDequeue(out var asked))
            {
                _queues.Remove(model);
                return;
            }

            var (decision, refusal) = PoolDecision.Of(asked.Command, Picture, asked.Decide.Files);
            if (decision is null) Answer(asked.Order, asked.ReplyTo, refusal!);
            else Begin(decision, asked);
        }
    }

    private void Begin(PoolDecision decision, Asked asked)
    {
        _refused.Forget(decision.Model);
        var picture = Picture;
        var change = new PoolChange(picture.Now(decision.Model), PoolPlan.PartsOf(decision.Target), decision.Policy);
        PoolLog.Begins(_log, asked.Order, asked.Command.Command, decision.Target);
        Start(new PoolRun(WrittenChange.Begun(decision, asked.Order, picture), change) { ReplyTo = asked.ReplyTo, Origin = asked.Decide.Origin });
    }

    /// <summary>Takes up what a former coordinator has left half done.</summary>
    private void ResumeAll()
    {
        foreach (var meant in _desired.Values.Where(model => model.IsChanging).ToArray())
        {
            PoolLog.Resumes(_log, meant.Order, meant.Model);
            Start(new PoolRun(meant, WrittenChange.Resumed(meant, Picture)));
        }
    }

    /// <summary>What is meant is replicated before the first step, so that it can be finished or undone whoever is lost.</summary>
    private void Start(PoolRun run)
    {
        _runs.Add(run.Model, run);
        Write(run.Meant, run);
    }

    private void OnWritten(PoolRun run)
    {
        if (!_runs.TryGetValue(run.Model, out var current) || current != run) return;

        if (run.IsEnding) Conclude(run);
        else if (run.Change is { } change) Send(run, change.Begin());
        EndIfOver(run);
    }

    private void EndIfOver(PoolRun run)
    {
        if (run.IsEnding || run.Steps.Count > 0 || !_runs.ContainsKey(run.Model)) return;
        if (run.Change is { IsEnded: false }) return;

        run.IsEnding = true;
        var meant = run.Change is { } change ? Settled(run, change) : run.Meant with { Parts = [.. run.Meant.Parts.Select(run.Noted)] };
        Write(meant, run);
    }

    private DesiredModel Settled(PoolRun run, PoolChange change)
    {
        run.Answer = change.Failure is { } failure
            ? new PoolFailed(
                failure.Node, failure.Kind, failure.Message, change.IsRestored, [.. change.Now.Select(part => new NodeRange(part.Key, part.Value))])
            : null;
        return WrittenChange.Ended(run.Meant, change, _view, run.Noted);
    }

    private void Conclude(PoolRun run)
    {
        _runs.Remove(run.Model);
        if (run.Change is not null)
        {
            var answer = run.Answer ?? AnswerOf(_desired.GetValueOrDefault(run.Model, run.Meant with { Parts = [] }));
            PoolLog.Ended(_log, run.Meant.Order, answer);
            Answer(run.Meant.Order, run.ReplyTo, answer);
        }

        BeginNext(run.Model);
        ForgetLeftovers(run.Model);
    }

    // Who has given the model up may have said so while the change still ran, and has nothing more to say.
    private void ForgetLeftovers(ModelName model)
    {
        if (_runs.ContainsKey(model) || !_desired.TryGetValue(model, out var meant) || meant.Leftovers.IsEmpty) return;

        if (!meant.Leftovers.Any(node => _view.Find(node)?.Last.Find(model) is not null)) Reconcile(meant);
    }

    private void Answer(string order, IActorRef replyTo, PoolAnswer answer)
    {
        _answers.Add(order, answer);
        replyTo.Tell(answer);
    }

    private void Write(DesiredModel meant, object tag)
    {
        if (meant is { IsChanging: false, Parts.IsEmpty: true, Leftovers.IsEmpty: true }) _desired.Remove(meant.Model);
        else _desired[meant.Model] = meant;

        var index = DesiredShard.Of(meant.Model);
        ImmutableArray<DesiredModel> models =
            [.. _desired.Values.Where(model => DesiredShard.Of(model.Model) == index).OrderBy(model => model.Model.Value, StringComparer.Ordinal)];
        _replication.Tell(new ReplicationProtocol.WriteShard(index, new DesiredShard(_state.Term, ++_revision, models), tag));
    }
}
