namespace NeuronActors.Cluster.Pools;

/// <summary>A core as its choice sees it.</summary>
/// <param name="Node">Its node's place in the pool.</param>
/// <param name="Use">How many replicas it is going to hold.</param>
/// <param name="MayBeUsed">Whether it is in service and its node can be reached.</param>
internal readonly record struct PoolSlot(int Node, int Use, bool MayBeUsed);
