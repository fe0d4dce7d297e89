using NeuronActors.Cluster;

namespace NeuronActors.Node.Serving.Placement;

/// <summary>Where a core is in the pool.</summary>
/// <param name="Index">Its pool index, as long as the version stays the same.</param>
/// <param name="Node">The node that it belongs to.</param>
/// <param name="IsReachable">Whether that node can be reached at the moment.</param>
internal sealed record PoolPlace(int Index, NodeName Node, bool IsReachable);
