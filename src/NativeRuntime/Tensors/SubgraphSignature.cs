using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>The inputs and outputs of a subgraph, in the subgraph's own order.</summary>
/// <param name="Inputs">Every input it needs.</param>
/// <param name="Outputs">Every output it gives.</param>
public sealed record SubgraphSignature(ImmutableArray<TensorSpec> Inputs, ImmutableArray<TensorSpec> Outputs);
