namespace NeuronActors.Node.Serving.Statistics;

/// <summary>Where the time of one answered request went.</summary>
/// <param name="Input">From its arrival until its inputs were tensors and went to the router.</param>
/// <param name="Queue">From there to its answer, without the executions.</param>
/// <param name="Infer">Its executions.</param>
internal readonly record struct InferenceTimes(TimeSpan Input, TimeSpan Queue, TimeSpan Infer)
{
    public TimeSpan Total => Input + Queue + Infer;
}
