namespace NeuronActors.Cluster.Pools;

/// <summary>One life of a node: the address of its actor system, and what tells this life from those before it.</summary>
internal readonly record struct NodeId(string Address, long Incarnation)
{
    public override string ToString() => $"{Address}#{Incarnation}";
}
