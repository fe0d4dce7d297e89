namespace NeuronActors.Node.Metrics;

/// <summary>What a metric says at one moment.</summary>
/// <param name="Family">The metric.</param>
/// <param name="Samples">Its numbers; none for a histogram.</param>
/// <param name="Histograms">Its histograms; none for another kind.</param>
internal sealed record MetricReading(MetricFamily Family, ImmutableArray<MetricSample> Samples, ImmutableArray<HistogramSample> Histograms)
{
    public static MetricReading Of(MetricFamily family, IEnumerable<MetricSample> samples) => new(family, [.. samples], []);

    public static MetricReading Of(MetricFamily family, IEnumerable<HistogramSample> histograms) => new(family, [], [.. histograms]);
}
