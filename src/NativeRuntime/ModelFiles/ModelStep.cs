using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>One step of a model: a subgraph, and the names of its tensors in this step.</summary>
/// <param name="Subgraph">Which of the subgraphs of the model, by its place.</param>
/// <param name="InputNames">From its own names of inputs to the names in the model; an input that is not in here keeps its own.</param>
/// <param name="OutputNames">From its own names of outputs to the names in the model; an output that is not in here keeps its own.</param>
public sealed record ModelStep(int Subgraph, ImmutableDictionary<string, string> InputNames, ImmutableDictionary<string, string> OutputNames);
