using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>An output of a subgraph that shares the memory of a state: an execution leaves there what the next one finds.</summary>
/// <param name="Output">The output.</param>
/// <param name="State">The input that the state is.</param>
/// <param name="IsGiven">Whether it is an output of the signature as well; otherwise nobody but the device sees it.</param>
internal sealed record StateUpdate(TensorSpec Output, string State, bool IsGiven);
