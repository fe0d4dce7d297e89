namespace NeuronActors.Node.Serving.Inference;

/// <summary>In which form a client wants its outputs. Asked before a result is counted as one: what cannot be written has failed.</summary>
internal interface IOutputForm
{
    /// <summary>Why these outputs cannot be written in that form; null when they can.</summary>
    ServingError? FlawOf(ImmutableArray<NamedTensor> outputs);
}
