using NeuronActors.Cluster;

namespace NeuronActors.Node.Serving.Placement;

/// <summary>Where a version of a model is: on one node, or over the pool. Exactly one of the two is there.</summary>
internal sealed record PlacementView
{
    private PlacementView()
    {
    }

    /// <summary>Where it is on one node.</summary>
    public ModelPlacement? OfNode { get; private init; }

    /// <summary>The node, where the call named one.</summary>
    public NodeName? Node { get; private init; }

    /// <summary>Where it is over the pool.</summary>
    public PoolPlacement? OfPool { get; private init; }

    /// <summary>Of one node.</summary>
    public static PlacementView Of(ModelPlacement placement, NodeName? node = null) => new() { OfNode = placement, Node = node };

    /// <summary>Of the pool.</summary>
    public static PlacementView Of(PoolPlacement placement) => new() { OfPool = placement };
}
