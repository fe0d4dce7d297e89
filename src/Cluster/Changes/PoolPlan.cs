using Parts = System.Collections.Immutable.ImmutableSortedDictionary<NeuronActors.Cluster.NodeName, NeuronActors.NcRange>;

namespace NeuronActors.Cluster.Changes;

/// <summary>
/// The steps from where a model is to where it is to be, node by node. Pure, and asked anew after each stage: so a change that somebody
/// else has begun is finished, or undone, by the same question.
/// </summary>
internal static class PoolPlan
{
    /// <summary>
    /// The steps that may be taken now, side by side; empty when the model is where it is to be. Nodes that come or change go first and
    /// those that lose it afterwards, unless the policy is <see cref="MovePolicy.UnloadThenLoad"/>.
    /// </summary>
    public static ImmutableArray<NodeStep> Next(Parts from, Parts to, MovePolicy? policy)
    {
        var gains = to
            .Where(part => !from.TryGetValue(part.Key, out var now) || now != part.Value)
            .Select(part => new NodeStep(part.Key, part.Value, from.ContainsKey(part.Key)))
            .ToImmutableArray();
        var losses = from.Where(part => !to.ContainsKey(part.Key)).Select(part => new NodeStep(part.Key, null, IsThere: true)).ToImmutableArray();

        var (first, second) = policy == MovePolicy.UnloadThenLoad ? (losses, gains) : (gains, losses);
        return first.IsEmpty ? second : first;
    }

    public static Parts PartsOf(IEnumerable<NodeRange> ranges) =>
        ranges.ToImmutableSortedDictionary(part => part.Node, part => part.Range);
}
