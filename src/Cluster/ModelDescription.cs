using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster;

/// <summary>Asks a node that holds a model for what it takes and gives. Answers: <see cref="ModelDescription"/> or <see cref="PoolRejected"/>. May be repeated.</summary>
/// <param name="Model">The model.</param>
internal sealed record GetModel(ModelName Model) : IPoolWireMessage;

/// <summary>What a model takes and gives, for nodes that do not hold it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Format">The kind of its file, in lower case: <c>onnx</c>, <c>neff</c>, <c>simulated</c>; empty for one without a Neuron subgraph.</param>
/// <param name="Signature">What the whole of it takes and gives; nothing where it runs in parts only.</param>
public sealed record ModelDescription(ModelName Model, string Format, SubgraphSignature Signature) : PoolAnswer
{
    /// <inheritdoc/>
    public bool Equals(ModelDescription? other) =>
        other is not null && Model == other.Model && Format == other.Format
        && Signature.Inputs.AsSpan().SequenceEqual(other.Signature.Inputs.AsSpan())
        && Signature.Outputs.AsSpan().SequenceEqual(other.Signature.Outputs.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, Format, Signature.Inputs.Length, Signature.Outputs.Length);
}
