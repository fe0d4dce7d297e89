using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Metrics;

/// <summary>The metrics of models, under our names. They are the numbers of the statistics, so both add up.</summary>
internal static class ModelReadings
{
    /// <summary>The boundaries of <see cref="MetricFamilies.Duration"/>, in seconds; each is one of a bucket that requests are counted in.</summary>
    public static readonly ImmutableArray<double> Bounds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

    private const double Nano = 1e9;

    public static IEnumerable<MetricReading> Of(ImmutableArray<ModelMoment> models)
    {
        yield return PerModel(MetricFamilies.Requests, model => model.Statistics.Success.Count);
        yield return MetricReading.Of(
            MetricFamilies.Failures,
            from model in models
            from failure in model.Statistics.Failures
            select new MetricSample(model.Labels.Add(Word(failure.Key)), failure.Value));
        yield return PerModel(MetricFamilies.Items, model => model.Statistics.InferenceCount);
        yield return PerModel(MetricFamilies.Executions, model => model.Statistics.ExecutionCount);
        yield return MetricReading.Of(MetricFamilies.Duration, models.Select(Histogram));
        yield return PerModel(MetricFamilies.InputTime, model => model.Statistics.ComputeInput.Nanoseconds / Nano);
        yield return PerModel(MetricFamilies.QueueTime, model => model.Statistics.Queue.Nanoseconds / Nano);
        yield return PerModel(MetricFamilies.InferTime, model => model.Statistics.ComputeInfer.Nanoseconds / Nano);
        yield return PerModel(MetricFamilies.OutputTime, model => model.Statistics.ComputeOutput.Nanoseconds / Nano);
        yield return PerModel(MetricFamilies.QueueDepth, model => model.Waiting);
        yield return PerModel(MetricFamilies.OldestWait, model => model.OldestWait);
        yield return PerModel(MetricFamilies.InFlight, model => model.InFlight);

        MetricReading PerModel(MetricFamily family, Func<ModelMoment, double> value) =>
            MetricReading.Of(family, models.Select(model => new MetricSample(model.Labels, value(model))));
    }

    private static HistogramSample Histogram(ModelMoment model)
    {
        var statistics = model.Statistics;
        LatencyCounts latencies = statistics.Latencies;
        return new HistogramSample(
            model.Labels,
            [.. Bounds.Select(bound => (bound, latencies.UpTo(TimeSpan.FromSeconds(bound))))],
            latencies.Total,
            (statistics.ComputeInput.Nanoseconds + statistics.Queue.Nanoseconds + statistics.ComputeInfer.Nanoseconds) / Nano);
    }

    // invalid_argument
    private static string Word(ServingErrorKind kind) =>
        string.Concat(kind.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
