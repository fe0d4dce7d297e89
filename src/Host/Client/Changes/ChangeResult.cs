using NeuronActors.Node.Client.Answers;

namespace NeuronActors.Node.Client.Changes;

/// <summary>What came of a load or a move.</summary>
/// <param name="Model">The model.</param>
/// <param name="Epoch">The number of the change.</param>
/// <param name="Subgraphs">Where it is now.</param>
/// <param name="Milliseconds">How long it took, as the caller saw it.</param>
internal sealed record ChangeResult(string Model, long Epoch, ImmutableArray<NodePlacement.Subgraph> Subgraphs, double Milliseconds)
{
    public ChangeResult(NodePlacement placement, TimeSpan took)
        : this(placement.Model, placement.Epoch, placement.Subgraphs, took.TotalMilliseconds)
    {
    }

    /// <summary>Where it was; empty for a load.</summary>
    public ImmutableArray<NodePlacement.Subgraph> Before { get; init; } = [];
}
