namespace NeuronActors.Node.Demo.Load;

/// <summary>How long requests took, from sending to answer as the caller sees them.</summary>
internal readonly record struct LatencySummary(TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max);
