using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>The pool as the page shows it, at one moment.</summary>
/// <param name="Version">The version by which its indices count.</param>
/// <param name="Nodes">Its nodes, in the order of their cores.</param>
/// <param name="Lost">The nodes that have left it a short time ago, and when that was seen, in milliseconds since 1970.</param>
internal sealed record PoolMoment(long Version, ImmutableArray<PoolMoment.Node> Nodes, ImmutableArray<(string Name, long At)> Lost)
{
    /// <summary>A node of the pool.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="State">How it is, as clients write it: up, draining, leaving, unreachable.</param>
    /// <param name="IsOwn">Whether it is the node that serves the page.</param>
    /// <param name="Cores">Its cores with their executions per second.</param>
    internal sealed record Node(string Name, string State, bool IsOwn, ImmutableArray<(CoreView Core, double Rate)> Cores);
}
