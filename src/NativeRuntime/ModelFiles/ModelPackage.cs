using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>
/// What a model file or folder holds: its subgraphs in the order in which they run. Tensors flow between them by name: an input of a
/// subgraph is the output of that name of the last subgraph before it that has one, or else an input of the model.
/// </summary>
/// <param name="Path">The full path it was read from.</param>
/// <param name="DefaultName">The name that the model gets when the caller chooses none: the file's or folder's, without extension.</param>
/// <param name="Subgraphs">The subgraphs in execution order; empty for a model that has no Neuron subgraph.</param>
public sealed record ModelPackage(string Path, string DefaultName, ImmutableArray<SubgraphFile> Subgraphs)
{
    /// <summary>
    /// The names of the tensors that the whole model answers with, in this order. Empty means the outputs of the last subgraph.
    /// </summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>
    /// The steps of the model, where a subgraph runs more than once in it. Empty means every subgraph once, in their order and under their
    /// own names.
    /// </summary>
    public ImmutableArray<ModelStep> Steps { get; init; } = [];

    /// <summary>
    /// Why the model runs in parts only, each subgraph by itself, as a clause for people; null for a model that runs as a whole.
    /// </summary>
    public string? RunsInPartsBecause { get; init; }

    /// <summary>The steps, also where each subgraph is one.</summary>
    internal ImmutableArray<ModelStep> AllSteps =>
        Steps.IsDefaultOrEmpty ? [.. Subgraphs.Select((subgraph, i) => new ModelStep(i, subgraph.InputNames, subgraph.OutputNames))] : Steps;
}
