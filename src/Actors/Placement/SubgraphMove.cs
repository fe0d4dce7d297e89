namespace NeuronActors.Placement;

/// <summary>What a change does to one subgraph.</summary>
/// <param name="Subgraph">The subgraph.</param>
/// <param name="From">The cores that hold its replicas now.</param>
/// <param name="To">The cores that are to hold them, in rotation order.</param>
internal sealed record SubgraphMove(string Subgraph, ImmutableArray<VisibleCoreIndex> From, ImmutableArray<VisibleCoreIndex> To)
{
    /// <summary>The cores on which something is loaded or unloaded.</summary>
    public IEnumerable<VisibleCoreIndex> TouchedCores => From.Except(To).Concat(To.Except(From));
}
