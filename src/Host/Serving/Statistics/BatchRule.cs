namespace NeuronActors.Node.Serving.Statistics;

/// <summary>
/// How many items a request holds. A model has a batch when the first dimensions of all of its inputs and outputs are one and the same:
/// all dynamic, or all of one size. A request of any other model is one item.
/// </summary>
internal readonly record struct BatchRule(bool HasBatch)
{
    public static BatchRule Of(SubgraphSignature signature)
    {
        if (signature.Inputs.IsEmpty || FirstOf(signature.Inputs[0]) is not { } first) return default;

        return new BatchRule(signature.Inputs.Concat(signature.Outputs).All(tensor => FirstOf(tensor) == first));
    }

    /// <summary>The items of a request whose inputs fit the signature.</summary>
    public long ItemsOf(ImmutableArray<NamedTensor> inputs) => HasBatch ? inputs[0].Tensor.Shape.Dimensions[0] : 1;

    // A single dimension is a vector, not a batch of scalars, unless the model says so by leaving it open.
    private static long? FirstOf(TensorSpec tensor) =>
        tensor.Shape.Rank > 1 || (tensor.Shape.Rank == 1 && tensor.Shape.Dimensions[0] == TensorShape.Dynamic) ? tensor.Shape.Dimensions[0] : null;
}
