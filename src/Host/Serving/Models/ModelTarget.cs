namespace NeuronActors.Node.Serving.Models;

/// <summary>A loaded model as requests reach it: on this node, or wherever in the pool it is. Thread-safe.</summary>
/// <param name="name">The runtime's name of it.</param>
/// <param name="signature">What it takes and gives.</param>
internal abstract class ModelTarget(ModelName name, SubgraphSignature signature)
{
    /// <summary>The runtime's name of it: two loads have different ones.</summary>
    public ModelName Name => name;

    /// <summary>What it takes and gives.</summary>
    public SubgraphSignature Signature => signature;

    /// <summary>Runs one request.</summary>
    /// <param name="inputs">The inputs. Their memory is to be left alone until the answer.</param>
    /// <param name="options">Deadline and priority.</param>
    /// <param name="cancellationToken">Takes the request back.</param>
    /// <returns>The answer, refusals and failures included.</returns>
    public abstract ValueTask<InferAnswer> TryInferAsync(ImmutableArray<NamedTensor> inputs, InferOptions options, CancellationToken cancellationToken);
}
