using NeuronActors.Cluster;

namespace NeuronActors.Node.Serving.Placement;

/// <summary>Which cores the numbers of a call count: this node's, another's, or those of the whole pool.</summary>
/// <param name="IsPool">Whether the whole pool is meant.</param>
/// <param name="Node">The node that is meant by name; null for the two others.</param>
/// <param name="PoolVersion">With the pool: the version in which the indices were read; null takes the present one.</param>
internal readonly record struct PlacementScope(bool IsPool, NodeName? Node, long? PoolVersion)
{
    /// <summary>Whether the node that got the call is meant, as without any scope.</summary>
    public bool IsLocal => !IsPool && Node is null;

    /// <summary>Takes <c>scope</c>, <c>node</c> and <c>pool_version</c>; without any, this node is meant.</summary>
    /// <exception cref="ServingException">One cannot be used, or they contradict each other.</exception>
    public static PlacementScope From(ParameterReader parameters) =>
        From(parameters.Text("scope"), parameters.Text("node"), parameters.Int("pool_version"));

    /// <inheritdoc cref="From(ParameterReader)"/>
    public static PlacementScope From(string? scope, string? node, long? poolVersion)
    {
        if (scope is not (null or "pool" or "node")) throw Wrong($"'{scope}' is no scope; there are 'pool', and 'node', the default.");

        var isPool = scope == "pool";
        if (isPool && node is not null) throw Wrong("'scope' is the pool, and 'node' is one of its nodes; give one of the two.");
        if (!isPool && poolVersion is not null) throw Wrong("'pool_version' has a meaning only with 'scope' 'pool'.");
        if (node is null) return new PlacementScope(isPool, null, poolVersion);

        return NodeName.TryParse(node, out var name) ? new PlacementScope(false, name, null) : throw Wrong($"'{node}' is no name of a node.");
    }

    /// <summary>As the pool takes it.</summary>
    public PoolScope ToPoolScope() => IsPool ? PoolScope.Pool : Node is { } node ? PoolScope.Of(node) : PoolScope.ThisNode;

    /// <exception cref="ServingException">Another node or the pool is meant, and this node is alone.</exception>
    public void RequireLocal()
    {
        if (!IsLocal) throw Wrong("This node is not part of a pool: it was started without --cluster-port.");
    }

    private static ServingException Wrong(string message) => new(ServingError.Invalid(message));
}
