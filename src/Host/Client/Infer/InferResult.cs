namespace NeuronActors.Node.Client.Infer;

/// <summary>The result of an inference as <c>infer --json</c> prints it.</summary>
internal sealed record InferResult(
    string ModelName, string ModelVersion, string NeuronCore, string NeuronNode, double Milliseconds, ImmutableArray<InferResult.Output> Outputs)
{
    public static InferResult Of(InferReply reply, TimeSpan took, ImmutableSortedDictionary<string, string> written) => new(
        reply.ModelName,
        reply.ModelVersion,
        reply.NeuronCore,
        reply.NeuronNode,
        took.TotalMilliseconds,
        [.. reply.Outputs.Select(output => Output.Of(output, written.GetValueOrDefault(output.Name)))]);

    /// <summary>One output. What went to a file is not printed again.</summary>
    internal sealed record Output(string Name, string Datatype, ImmutableArray<long> Shape, object? Data, string? File)
    {
        public static Output Of(NamedTensor output, string? file) => new(
            output.Name, output.Tensor.ElementType.OipName(), output.Tensor.Shape.Dimensions, file is null ? TensorElements.ToArray(output.Tensor) : null, file);
    }
}
