namespace NeuronActors.Cluster;

/// <summary>What becomes of the replicas of a node that is lost.</summary>
public enum LostNodePolicy
{
    /// <summary>Others stand in for them, on nodes that do not hold the model yet, until the node is back.</summary>
    Replace,

    /// <summary>They are loaded again when the node is back, and not before.</summary>
    Wait,
}
