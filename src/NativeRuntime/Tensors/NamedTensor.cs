namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>A tensor under the name of the input or output that it belongs to.</summary>
/// <param name="Name">The name, as the subgraph's signature has it; compared ordinally.</param>
/// <param name="Tensor">The tensor.</param>
public readonly record struct NamedTensor(string Name, Tensor Tensor)
{
    /// <summary>Lets a call read <c>("image", pixels)</c>.</summary>
    public static implicit operator NamedTensor((string Name, Tensor Tensor) pair) => new(pair.Name, pair.Tensor);
}
