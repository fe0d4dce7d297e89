using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>
/// A tensor that a subgraph is given by the module that it is in, a parameter or a buffer: no caller brings it. It is written to the device when
/// the subgraph is loaded.
/// </summary>
/// <param name="Input">The input of the subgraph that it is.</param>
/// <param name="Path">The attribute path of it: <c>states.0</c>.</param>
internal sealed record SubgraphState(TensorSpec Input, string Path)
{
    /// <summary>Where its bytes lie in the file, in the order of its elements; null where they do not lie there as they are.</summary>
    public NeffLocation? Location { get; init; }
}
