namespace NeuronActors.Cluster.Changes;

/// <summary>What one node has to do in a change.</summary>
/// <param name="Node">The node.</param>
/// <param name="Range">The cores on which it is to have the model; null where it is to have it no longer.</param>
/// <param name="IsThere">Whether it has the model now: so whether to load or to move it.</param>
internal readonly record struct NodeStep(NodeName Node, NcRange? Range, bool IsThere)
{
    public override string ToString() => Range is { } range ? $"{(IsThere ? "move" : "load")} on {Node} to {range}" : $"unload from {Node}";
}
