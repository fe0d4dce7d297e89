namespace NeuronActors.Cluster.Pools;

/// <summary>The share of one node in the pool.</summary>
internal readonly record struct LayoutNode(NodeName Node, NodeId Id, int Cores);
