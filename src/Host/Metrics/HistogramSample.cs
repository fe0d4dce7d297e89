namespace NeuronActors.Node.Metrics;

/// <summary>Times, counted by how long they were.</summary>
/// <param name="Labels">The values of the family's labels, in their order.</param>
/// <param name="Buckets">How many took at most so many seconds; each includes those before it.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Sum">Their times together, in seconds.</param>
internal sealed record HistogramSample(ImmutableArray<string> Labels, ImmutableArray<(double Bound, long Count)> Buckets, long Count, double Sum);
