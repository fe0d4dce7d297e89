using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Neff;

namespace NeuronActors.NativeRuntime.ModelFiles.Inspection;

/// <summary>A subgraph as far as its file says what it is.</summary>
/// <param name="Name">Its name within the model.</param>
/// <param name="IsUsedInForward">Whether the model runs it.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs.</param>
public sealed record InspectedSubgraph(
    string Name, bool IsUsedInForward, ImmutableArray<InspectedTensor> Inputs, ImmutableArray<InspectedTensor> Outputs)
{
    /// <summary>Its NEFF; null where it is no compiled Neuron graph.</summary>
    public NeffFile? Neff { get; init; }

    /// <summary>The digests of its NEFF; null where it is none.</summary>
    public NeffDigest? Digest { get; init; }
}
