using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster.Changes;

/// <summary>
/// What is written down of a change: before its first step, so that another coordinator can take it up, and at its end. Pure. Only nodes
/// that can be reached take part in a change; of what is meant for the others one that fails forgets nothing.
/// </summary>
internal static class WrittenChange
{
    /// <summary>Before the first step: what is to be, and all that was meant before.</summary>
    public static DesiredModel Begun(PoolDecision decision, string order, PoolPicture pool)
    {
        var former = pool.Desired.GetValueOrDefault(decision.Model);

        // What cannot be reached cannot be told; it gives the model up when it is back.
        var unreachable = pool.View.Nodes.Where(node => !node.IsReachable && node.Last.Find(decision.Model) is not null).Select(node => node.Name);
        return new DesiredModel(
            decision.Model, decision.Source, [.. decision.Target.Select(part => Known(former?.Parts ?? [], part.Node, part.Range) with { StandsInFor = null })])
        {
            Before = Before(decision.Model, former, pool),
            Policy = decision.Policy,
            Order = order,
            Leftovers = [.. (former?.Leftovers ?? []).Union(unreachable).Except(decision.Target.Select(part => part.Node))],
        };
    }

    /// <summary>The rest of a change that another coordinator has begun. A node that is away and keeps its part has nothing to do in it.</summary>
    public static PoolChange Resumed(DesiredModel meant, PoolPicture pool)
    {
        var before = meant.Before!.Value;
        var from = before.Where(part => !IsAway(pool.View, part.Node));
        var to = meant.Parts.Where(part => !IsAway(pool.View, part.Node) || Find(before, part.Node)?.Range != part.Range);
        return new PoolChange(PartsOf(from), PartsOf(to), meant.Policy, pool.Now(meant.Model));
    }

    /// <summary>At the end: what is meant from now on.</summary>
    /// <param name="meant">What was written before.</param>
    /// <param name="change">The change, ended.</param>
    /// <param name="view">The nodes at its end.</param>
    /// <param name="noted">Adds to a part what its node has said in the change.</param>
    public static DesiredModel Ended(DesiredModel meant, PoolChange change, DirectoryView view, Func<DesiredPart, DesiredPart> noted)
    {
        ImmutableArray<DesiredPart> before = meant.Before ?? [];
        var parts = change.Failure is null ? Reached(meant, change, noted) : GoneBack(meant, before, change, view, noted);
        var taken = before.Concat(meant.Parts).Select(part => part.Node).Where(node => view.Find(node) is not null);
        return meant with
        {
            Parts = [.. parts.OrderBy(part => part.Node)],
            Before = null,

            // Whoever did not hear that it failed, because this coordinator was lost, asks another, which tries anew.
            Order = change.Failure is null ? meant.Order : "",
            Leftovers = [.. meant.Leftovers.Union(taken).Except(parts.Select(part => part.Node))],
        };
    }

    // Also of nodes that are away, or have not taken their part up yet: whoever stands in for one does so until it has.
    private static ImmutableArray<DesiredPart> Before(ModelName model, DesiredModel? former, PoolPicture pool)
    {
        var meant = former?.Parts ?? [];
        var now = pool.Now(model);
        var held = now.Select(part => Known(meant, part.Key, part.Value)).ToArray();
        var away = pool.View.Nodes.Where(node => !node.IsReachable && former?.Leftovers.Contains(node.Name) != true && Find(meant, node.Name) is null);
        var found = away.SelectMany<NodeEntry, DesiredPart>(node => node.Last.Find(model) is { } there
            ? [new DesiredPart(node.Name, there.Range) { SeenIn = node.Id.Incarnation, SeenAt = there.Epoch }]
            : []);
        return [.. held.Concat(meant.Where(part => !now.ContainsKey(part.Node))).Concat(found).OrderBy(part => part.Node)];
    }

    private static DesiredPart[] Reached(DesiredModel meant, PoolChange change, Func<DesiredPart, DesiredPart> noted)
    {
        var reached = change.Now.Select(part => noted(Known(meant.Parts, part.Key, part.Value)));
        return [.. reached, .. meant.Parts.Where(part => !change.To.ContainsKey(part.Node))];
    }

    private static DesiredPart[] GoneBack(
        DesiredModel meant, ImmutableArray<DesiredPart> before, PoolChange change, DirectoryView view, Func<DesiredPart, DesiredPart> noted)
    {
        var left = before.Where(IsLeft).ToDictionary(part => part.Node, AsMeant);
        var back = change.Now
            .Where(part => !left.ContainsKey(part.Key))
            .Select(part => noted(Find(before, part.Key) is null ? Known(meant.Parts, part.Key, part.Value) : Known(before, part.Key, part.Value)));
        DesiredPart[] parts = [.. back, .. left.Values];
        return [.. parts.Select(part => part.StandsInFor is { } home && !parts.Any(other => other.Node == home) ? part with { StandsInFor = null } : part)];

        // Away, or lost meanwhile, or it had not taken its part up when the change began.
        bool IsLeft(DesiredPart part) =>
            IsAway(view, part.Node) || change.IsLost(part.Node) || (!change.Now.ContainsKey(part.Node) && !change.From.ContainsKey(part.Node));

        // It may have been asked for something else meanwhile: what it has when it is back is then no change by hand.
        DesiredPart AsMeant(DesiredPart part) =>
            meant.Find(part.Node)?.Range == part.Range ? part : part with { SeenIn = 0, SeenAt = default };
    }

    /// <summary>A part as it is meant already, or a new one in its place.</summary>
    private static DesiredPart Known(ImmutableArray<DesiredPart> parts, NodeName node, NcRange range) => Find(parts, node) switch
    {
        { } part when part.Range == range => part,
        { } part => new DesiredPart(node, range) { StandsInFor = part.StandsInFor },
        null => new DesiredPart(node, range),
    };

    private static DesiredPart? Find(ImmutableArray<DesiredPart> parts, NodeName node) => parts.FirstOrDefault(part => part.Node == node);

    private static bool IsAway(DirectoryView view, NodeName node) => view.Find(node) is not { IsReachable: true };

    private static ImmutableSortedDictionary<NodeName, NcRange> PartsOf(IEnumerable<DesiredPart> parts) =>
        PoolPlan.PartsOf(parts.Select(part => new NodeRange(part.Node, part.Range)));
}
