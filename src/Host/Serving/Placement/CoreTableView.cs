using NeuronActors.Cluster;

namespace NeuronActors.Node.Serving.Placement;

/// <summary>The cores that a call asked for.</summary>
/// <param name="Node">The node that they belong to; of the pool the one that answers.</param>
/// <param name="Cores">The cores, in the order in which they are counted.</param>
internal sealed record CoreTableView(string Node, ImmutableArray<CoreView> Cores)
{
    /// <summary>The pool that they are counted over; null when they are one node's.</summary>
    public PoolView? Pool { get; init; }
}
