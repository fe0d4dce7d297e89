namespace NeuronActors.Cluster;

/// <summary>Every core of the pool: of all nodes that are up, the oldest first, and of each node by visible index.</summary>
/// <param name="Version">
/// Grows by one whenever a node or its number of cores changes, and with it what an index means. 0 while there is no pool yet.
/// </param>
/// <param name="Cores">The cores in order of their pool index.</param>
public sealed record PoolTable(long Version, ImmutableArray<PoolCore> Cores) : PoolAnswer;

/// <summary>One core of the pool.</summary>
/// <param name="PoolIndex">Its place in the pool, as long as the version stays the same.</param>
/// <param name="Node">The node that it belongs to.</param>
/// <param name="Status">What it is and does, by the node's last word.</param>
/// <param name="IsReachable">Whether its node can be reached at the moment.</param>
public sealed record PoolCore(int PoolIndex, NodeName Node, CoreStatus Status, bool IsReachable)
{
    /// <summary>The name that stays whatever happens to other nodes: <c>n2/0</c>.</summary>
    public string Name => $"{Node}/{Status.Core.Index}";
}
