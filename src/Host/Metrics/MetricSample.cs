namespace NeuronActors.Node.Metrics;

/// <summary>A number with its labels.</summary>
/// <param name="Labels">The values of the family's labels, in their order.</param>
/// <param name="Value">The number.</param>
internal readonly record struct MetricSample(ImmutableArray<string> Labels, double Value);
