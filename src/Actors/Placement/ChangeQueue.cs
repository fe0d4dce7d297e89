namespace NeuronActors.Placement;

/// <summary>
/// Which change may begin when. Pure. Changes of one model run one after the other, in order of arrival. Changes of different models run
/// side by side unless they touch a common core; then the one that came first goes first, and one that waits for its cores is not
/// overtaken on them.
/// </summary>
internal sealed class ChangeQueue
{
    private readonly List<QueuedChange> _waiting = [];
    private readonly Dictionary<ModelName, ImmutableHashSet<VisibleCoreIndex>> _running = [];

    /// <summary>What waits, in order of arrival.</summary>
    public IReadOnlyList<QueuedChange> Waiting => _waiting;

    public bool IsRunning(ModelName model) => _running.ContainsKey(model);

    public void Add(QueuedChange change) => _waiting.Add(change);

    /// <summary>Adds a change before everything else that waits, unless one of the kind waits already for that model.</summary>
    public void AddHealing(QueuedChange change)
    {
        if (!_waiting.Exists(waiting => waiting.IsHealing && waiting.Model == change.Model)) _waiting.Insert(0, change);
    }

    public bool HasHealing(ModelName model) => _waiting.Exists(waiting => waiting.IsHealing && waiting.Model == model);

    /// <summary>Takes the next change that may begin; null when none may.</summary>
    /// <param name="claim">
    /// The cores that a change would touch if it began now; null when it is not going to begin at all and can be taken out. Called for
    /// changes that are ready and whose model is free, and may be called again for the same change.
    /// </param>
    public QueuedChange? TakeNext(Func<QueuedChange, IEnumerable<VisibleCoreIndex>?> claim)
    {
        var models = new HashSet<ModelName>(_running.Keys);
        var cores = new HashSet<VisibleCoreIndex>(_running.Values.SelectMany(claimed => claimed));
        foreach (var change in _waiting)
        {
            if (!models.Add(change.Model) || !change.IsReady) continue;

            var wanted = claim(change)?.ToImmutableHashSet();
            if (wanted is not null && wanted.Overlaps(cores))
            {
                cores.UnionWith(wanted);
                continue;
            }

            _waiting.Remove(change);
            if (wanted is not null) _running.Add(change.Model, wanted);
            return change;
        }

        return null;
    }

    /// <summary>The running change of a model has ended.</summary>
    public void Ended(ModelName model) => _running.Remove(model);

    /// <summary>Takes everything out that waits.</summary>
    public ImmutableArray<QueuedChange> Clear()
    {
        ImmutableArray<QueuedChange> all = [.. _waiting];
        _waiting.Clear();
        return all;
    }
}
