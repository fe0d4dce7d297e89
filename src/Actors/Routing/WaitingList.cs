namespace NeuronActors.Routing;

/// <summary>
/// What waits for a replica, in the order in which it is to go: by priority, and within one level as it came. Entering and leaving cost
/// the same however many wait: for each level the list knows its last request.
/// </summary>
internal sealed class WaitingList : RequestList
{
    private readonly PendingInfer?[] _lastOf = new PendingInfer?[InferPriority.LowestLevel + 1];
    private readonly int[] _counts = new int[InferPriority.LowestLevel + 1];

    /// <summary>When the one that has waited longest was accepted, as a timestamp; 0 when none waits.</summary>
    public long OldestAcceptedAt
    {
        get
        {
            var oldest = 0L;
            for (var level = 1; level < _lastOf.Length; level++)
            {
                if (_lastOf[level] is not null && FirstOf(level) is var first && (oldest == 0 || first.AcceptedAt < oldest)) oldest = first.AcceptedAt;
            }

            return oldest;
        }
    }

    /// <summary>How many go before a request of this priority that comes now.</summary>
    public int CountAhead(InferPriority priority)
    {
        var ahead = 0;
        for (var level = 1; level <= priority.Level; level++) ahead += _counts[level];
        return ahead;
    }

    /// <summary>Adds a request behind those of its own level.</summary>
    public void Add(PendingInfer request)
    {
        var level = request.Priority.Level;
        InsertAfter(LastUpTo(level), request);
        _lastOf[level] = request;
        _counts[level]++;
    }

    /// <summary>Adds a request that has waited before, before those of its own level.</summary>
    public void AddAgain(PendingInfer request)
    {
        var level = request.Priority.Level;
        InsertAfter(LastUpTo(level - 1), request);
        _lastOf[level] ??= request;
        _counts[level]++;
    }

    public override void Remove(PendingInfer request)
    {
        var level = request.Priority.Level;
        if (_lastOf[level] == request) _lastOf[level] = request.Previous is { } previous && previous.Priority.Level == level ? previous : null;
        _counts[level]--;
        base.Remove(request);
    }

    private PendingInfer FirstOf(int level) => LastUpTo(level - 1)?.Next ?? First!;

    private PendingInfer? LastUpTo(int level)
    {
        for (; level > 0; level--)
        {
            if (_lastOf[level] is { } last) return last;
        }

        return null;
    }
}
