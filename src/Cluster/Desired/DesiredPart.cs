namespace NeuronActors.Cluster.Desired;

/// <summary>What one node is meant to hold of a model.</summary>
/// <param name="Node">The node.</param>
/// <param name="Range">Its cores.</param>
internal sealed record DesiredPart(NodeName Node, NcRange Range)
{
    /// <summary>The lost node that this is a stand-in for; null for what was asked for.</summary>
    public NodeName? StandsInFor { get; init; }

    /// <summary>The life of the node in which it was seen to hold this; 0 when it has never been.</summary>
    public long SeenIn { get; init; }

    /// <summary>The change on that node which brought it: an announcement that does not know of it says nothing about this part.</summary>
    public Epoch SeenAt { get; init; }
}
