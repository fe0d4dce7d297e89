namespace NeuronActors.Cluster;

/// <summary>Which cores the numbers of a command count: those of one node, or those of the whole pool.</summary>
public readonly record struct PoolScope
{
    private PoolScope(NodeName? node, bool isPool) => (Node, IsPool) = (node, isPool);

    /// <summary>The node that gets the command, as without any scope. The default.</summary>
    public static PoolScope ThisNode => default;

    /// <summary>All cores of the cluster, by their pool index.</summary>
    public static PoolScope Pool { get; } = new(null, isPool: true);

    /// <summary>The node that is meant by name; null for the two others.</summary>
    public NodeName? Node { get; }

    /// <summary>Whether the whole pool is meant.</summary>
    public bool IsPool { get; }

    /// <summary>The cores of one node, by their visible index there.</summary>
    public static PoolScope Of(NodeName node) => new(node, isPool: false);

    /// <summary>For people: <c>pool</c>, <c>node n2</c> or <c>this node</c>.</summary>
    public override string ToString() => IsPool ? "pool" : Node is { } node ? $"node {node}" : "this node";
}
