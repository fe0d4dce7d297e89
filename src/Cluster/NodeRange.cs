namespace NeuronActors.Cluster;

/// <summary>A contiguous run of one node's cores: the part of a placement that this node holds.</summary>
/// <param name="Node">The node.</param>
/// <param name="Range">Its cores, by their visible index there.</param>
public readonly record struct NodeRange(NodeName Node, NcRange Range)
{
    /// <summary>For people: <c>n2 (0, 4)</c>.</summary>
    public override string ToString() => $"{Node} {Range}";
}
