namespace NeuronActors.Node.Dashboard.Live;

/// <summary>What a model did in one second.</summary>
/// <param name="At">The end of the second, in milliseconds since 1970.</param>
/// <param name="Rate">Requests answered with a result, per second.</param>
/// <param name="Failures">Requests refused or failed, per second.</param>
/// <param name="P50">Half of them took at most so long, in milliseconds; null when there were none.</param>
/// <param name="P99">99 of 100 took at most so long, in milliseconds; null when there were none.</param>
/// <param name="Waiting">Requests that wait at its end.</param>
internal readonly record struct TrendPoint(long At, double Rate, double Failures, double? P50, double? P99, double Waiting);
