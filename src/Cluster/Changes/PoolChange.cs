using Parts = System.Collections.Immutable.ImmutableSortedDictionary<NeuronActors.Cluster.NodeName, NeuronActors.NcRange>;

namespace NeuronActors.Cluster.Changes;

/// <summary>
/// One change of a model's placement across nodes, from its first step to its end. Plain. A stage's steps run side by side; when all of
/// them have ended, the next stage is asked for from <see cref="PoolPlan"/>. When one has failed, the way leads back to where the model
/// was. A node that fails on the way back as well is left as it is, and said.
/// </summary>
/// <param name="from">Where the model was before, and where the way back leads.</param>
/// <param name="to">Where it is to be.</param>
/// <param name="policy">The order of the halves.</param>
/// <param name="now">Where it is, when somebody else has begun the change; otherwise where it was.</param>
internal sealed class PoolChange(Parts from, Parts to, MovePolicy? policy, Parts? now = null)
{
    private readonly HashSet<NodeName> _running = [];
    private readonly HashSet<NodeName> _givenUp = [];
    private readonly HashSet<NodeName> _lost = [];
    private PoolStepFailure? _firstOfStage;
    private bool _hasBegun;

    public Parts From => from;

    public Parts To => to;

    /// <summary>Where the model is, as far as is known.</summary>
    public Parts Now { get; private set; } = now ?? from;

    /// <summary>Why the change did not come about; null while, or because, it does.</summary>
    public PoolStepFailure? Failure { get; private set; }

    public bool IsEnded => _hasBegun && _running.Count == 0 && NextStage().IsEmpty;

    /// <summary>Whether, after a failure, everything is back where it was.</summary>
    public bool IsRestored => Failure is not null && IsEnded && Now.SequenceEqual(from);

    /// <summary>The first steps; empty when there is nothing to do.</summary>
    public ImmutableArray<NodeStep> Begin()
    {
        _hasBegun = true;
        return Enter();
    }

    public bool IsRunning(NodeName node) => _running.Contains(node);

    /// <summary>Whether a node's life has ended while it had a step that it did not do.</summary>
    public bool IsLost(NodeName node) => _lost.Contains(node);

    /// <summary>A node has done its step.</summary>
    /// <param name="node">The node.</param>
    /// <param name="now">The cores on which it has the model; null when it has it no longer.</param>
    /// <returns>The steps that may be taken now.</returns>
    public ImmutableArray<NodeStep> Done(NodeName node, NcRange? now) => Settle(node, now, null);

    /// <summary>A node could not do its step, did not answer in time, or is lost.</summary>
    /// <param name="failure">Which node, and why.</param>
    /// <param name="now">The cores on which it has the model, as far as is known.</param>
    /// <param name="isLost">Whether nothing more is to be asked of it.</param>
    /// <returns>The steps that may be taken now.</returns>
    public ImmutableArray<NodeStep> Failed(PoolStepFailure failure, NcRange? now, bool isLost = false)
    {
        // On the way back nobody is asked twice; forwards, a node that can still be asked gets its old part back.
        if (isLost || Failure is not null) _givenUp.Add(failure.Node);
        if (isLost) _lost.Add(failure.Node);
        return Settle(failure.Node, now, failure);
    }

    private ImmutableArray<NodeStep> Settle(NodeName node, NcRange? now, PoolStepFailure? failure)
    {
        if (!_running.Remove(node)) return [];

        Now = now is { } range ? Now.SetItem(node, range) : Now.Remove(node);
        _firstOfStage ??= failure;
        if (_running.Count > 0) return [];

        // The stage is over. What the others of the stage did is undone with it.
        if (_firstOfStage is not null && Failure is null) Failure = _firstOfStage;
        return Enter();
    }

    private ImmutableArray<NodeStep> Enter()
    {
        var stage = NextStage();
        foreach (var step in stage) _running.Add(step.Node);
        return stage;
    }

    // Back again what matters is that the model serves: whatever comes is loaded before anything is unloaded.
    private ImmutableArray<NodeStep> NextStage()
    {
        var (target, order) = Failure is null ? (to, policy) : (from, null);
        var (now, meant) = (Now.RemoveRange(_givenUp), target.RemoveRange(_givenUp));
        return PoolPlan.Next(now, meant, order);
    }
}
