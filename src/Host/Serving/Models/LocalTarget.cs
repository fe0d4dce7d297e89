namespace NeuronActors.Node.Serving.Models;

/// <summary>A model on this node, which is alone.</summary>
internal sealed class LocalTarget(NeuronModel model) : ModelTarget(model.Name, model.Signature)
{
    public override ValueTask<InferAnswer> TryInferAsync(ImmutableArray<NamedTensor> inputs, InferOptions options, CancellationToken cancellationToken) =>
        model.TryInferAsync(inputs, options, cancellationToken);
}
