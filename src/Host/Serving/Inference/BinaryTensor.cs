namespace NeuronActors.Node.Serving.Inference;

/// <summary>Tensors whose elements came as bytes.</summary>
internal static class BinaryTensor
{
    /// <summary>Takes bytes of a request as a tensor, in place. The runtime copies what does not lie on the boundary that its elements need.</summary>
    /// <exception cref="ServingException">There are more or fewer bytes than type and shape call for.</exception>
    public static Tensor Cut(string name, ElementType type, ImmutableArray<long> shape, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new Tensor(type, new TensorShape(shape), bytes);
        }
        catch (ArgumentException flaw)
        {
            throw new ServingException(ServingError.Invalid($"Input '{name}': {ReasonOf(flaw)}"));
        }
    }

    public static string ReasonOf(ArgumentException flaw)
    {
        var end = flaw.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
        return end < 0 ? flaw.Message : flaw.Message[..end];
    }
}
