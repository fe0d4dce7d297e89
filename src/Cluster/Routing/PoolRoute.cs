namespace NeuronActors.Cluster.Routing;

/// <summary>
/// The way from this node to the replicas of one model on all nodes: chooses, and keeps the counts that it chooses by. Plain, and not
/// thread-safe; <see cref="PoolRouter"/> holds its lock.
/// </summary>
/// <remarks>
/// The counts are this node's own, which are always right, and what each node said with its last answer, which is right for a moment.
/// Announcements say which nodes have the model and never how busy they are: whoever chooses the best of all by counts that are old
/// sends everything to the same node. So when a count is old, two nodes are drawn and the better one by own counts is taken.
/// </remarks>
internal sealed class PoolRoute(RouteSettings settings, Random random)
{
    private readonly List<RemoteRoutee> _remote = [];

    public IReadOnlyList<RemoteRoutee> Remote => _remote;

    /// <summary>The nodes that have the model now, with their replicas. What is known of those that stay is kept.</summary>
    public void Update(IReadOnlyCollection<(NodeName Node, int Ready)> nodes)
    {
        _remote.RemoveAll(routee => !nodes.Any(node => node.Node == routee.Node));
        foreach (var (node, ready) in nodes)
        {
            var routee = _remote.Find(known => known.Node == node);
            if (routee is null) _remote.Add(routee = new RemoteRoutee(node));
            routee.Announced = ready;
        }
    }

    /// <summary>Where a request goes: to replicas here while they have room; else where the least is to do.</summary>
    /// <param name="local">What there is to do here.</param>
    /// <param name="now">A moment of <see cref="Clock"/>.</param>
    /// <param name="mayAsk">Whether a node can be asked: not one that is left out, nor one that this request has failed on.</param>
    public RouteChoice Choose(LocalLoad local, long now, Func<NodeName, bool> mayAsk)
    {
        if (local.HasRoom) return RouteChoice.Here;

        RemoteRoutee[] candidates = [.. _remote.Where(routee => mayAsk(routee.Node))];
        if (candidates.Length == 0) return local.IsLoaded ? RouteChoice.Here : RouteChoice.Nowhere;

        var best = candidates.All(routee => IsFresh(routee, now)) ? LeastLoaded(candidates, now) : BetterOfTwo(candidates, now);

        // What is here already costs no journey: elsewhere must be better by a whole request.
        return local.Ready > 0 && local.PerReplica <= best.Load(IsFresh(best, now)) + 1 ? RouteChoice.Here : RouteChoice.To(best);
    }

    private RemoteRoutee LeastLoaded(RemoteRoutee[] candidates, long now)
    {
        // From anywhere in the circle, so that of equals not always the first is taken.
        var start = random.Next(candidates.Length);
        var best = candidates[start];
        for (var i = 1; i < candidates.Length; i++)
        {
            var other = candidates[(start + i) % candidates.Length];
            if (other.Load(IsFresh(other, now)) < best.Load(IsFresh(best, now))) best = other;
        }

        return best;
    }

    private RemoteRoutee BetterOfTwo(RemoteRoutee[] candidates, long now)
    {
        var first = candidates[random.Next(candidates.Length)];
        var second = candidates[random.Next(candidates.Length)];
        return second.Load(IsFresh(second, now)) < first.Load(IsFresh(first, now)) ? second : first;
    }

    private bool IsFresh(RemoteRoutee routee, long now) => routee.SaidAt is { } at && now - at <= settings.FreshFor.Ticks;
}
