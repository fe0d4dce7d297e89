using System.Collections.Immutable;

namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>What one input or output of a subgraph looks like.</summary>
/// <param name="Name">Its name; compared ordinally.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Shape">Its shape, dynamic where a request may choose.</param>
public sealed record TensorSpec(string Name, ElementType ElementType, TensorShape Shape)
{
    /// <summary>
    /// The names that the model gives to its dimensions, <c>batch</c> for example, one entry a dimension, null where it gives none.
    /// Dimensions of one name have one size within a request. Empty when the model names none.
    /// </summary>
    public ImmutableArray<string?> DimensionNames { get; init; } = [];

    /// <summary>Whether a tensor has this type and shape.</summary>
    public bool Accepts(Tensor tensor) => tensor.ElementType == ElementType && Shape.Accepts(tensor.Shape);

    /// <summary>For people: <c>image FP32 [?, 1, 28, 28]</c>.</summary>
    public override string ToString() => $"{Name} {ElementType.OipName()} {Shape}";
}
