namespace NeuronActors.Cluster.Desired;

/// <summary>
/// Where a model is meant to be. Written by the coordinator alone and replicated to every node, so that it survives whoever took the
/// order.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Parts">What each node is meant to hold; empty when it is meant to be nowhere any more.</param>
internal sealed record DesiredModel(ModelName Model, ModelSource Source, ImmutableArray<DesiredPart> Parts)
{
    /// <summary>
    /// While a change is under way: what was meant before it, also for nodes that are away, so that a successor of the coordinator can undo
    /// what it cannot finish. Null otherwise.
    /// </summary>
    public ImmutableArray<DesiredPart>? Before { get; init; }

    /// <summary>
    /// The order of the halves of the change that is under way, as it was asked for; null loads elsewhere first, and leaves it to each node
    /// within itself.
    /// </summary>
    public MovePolicy? Policy { get; init; }

    /// <summary>
    /// The command that asked for this last: one that is sent again, to a new coordinator, is not a second one. Empty after one that failed.
    /// </summary>
    public string Order { get; init; } = "";

    /// <summary>
    /// Nodes from which it was taken and that have not said yet that they have it no longer; among them those that could not be reached.
    /// </summary>
    public ImmutableArray<NodeName> Leftovers { get; init; } = [];

    public bool IsChanging => Before is not null;

    public DesiredPart? Find(NodeName node) => Parts.FirstOrDefault(part => part.Node == node);

    public bool Equals(DesiredModel? other) =>
        other is not null && Model == other.Model && Source == other.Source && Policy == other.Policy && Order == other.Order
        && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan())
        && Leftovers.AsSpan().SequenceEqual(other.Leftovers.AsSpan())
        && IsChanging == other.IsChanging
        && (Before is not { } mine || mine.AsSpan().SequenceEqual(other.Before!.Value.AsSpan()));

    public override int GetHashCode() => HashCode.Combine(Model, Order, Parts.Length, IsChanging);
}
