namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>Where a tensor of a model comes from.</summary>
/// <param name="Stage">The subgraph that produces it, by its place in the model, or <see cref="ModelInput"/>.</param>
/// <param name="Index">Which of its outputs, or which of the model's inputs, in the order of the signature.</param>
public readonly record struct TensorSource(int Stage, int Index)
{
    /// <summary>The stage of a tensor that the request brings.</summary>
    public const int ModelInput = -1;
}
