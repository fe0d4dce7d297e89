using NeuronActors.Cluster;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>The way to the pool, where this node takes part in one.</summary>
/// <param name="Pool">The pool; null when the node is alone.</param>
/// <param name="Joined">Ends when the cluster has taken the node in.</param>
internal sealed record PoolAccess(NeuronPool? Pool, Task Joined)
{
    /// <summary>A node that is alone.</summary>
    public static readonly PoolAccess None = new(null, Task.CompletedTask);
}
