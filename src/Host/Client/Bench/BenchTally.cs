using HdrHistogram;

namespace NeuronActors.Node.Client.Bench;

/// <summary>Counts what came of requests. Thread-safe.</summary>
internal sealed class BenchTally
{
    // Microseconds up to ten minutes, to three digits; longer counts as ten minutes.
    private const long LongestMicroseconds = 600_000_000;
    private const int SignificantDigits = 3;

    private readonly Lock _lock = new();
    private readonly LongHistogram _answers = new(LongestMicroseconds, SignificantDigits);
    private readonly LongHistogram _refusals = new(LongestMicroseconds, SignificantDigits);
    private readonly Dictionary<(string Core, string Node), long> _perCore = [];
    private readonly Dictionary<string, (long Count, string Example)> _reasons = new(StringComparer.Ordinal);

    public void CountAnswer(string core, string node, TimeSpan latency)
    {
        lock (_lock)
        {
            Record(_answers, latency);
            _perCore[(core, node)] = _perCore.GetValueOrDefault((core, node)) + 1;
        }
    }

    /// <summary>A request that got no result.</summary>
    /// <param name="reason">Why, in a word or two.</param>
    /// <param name="example">How it was said; the first one is kept.</param>
    /// <param name="latency">How long that took to hear.</param>
    public void CountRefusal(string reason, string example, TimeSpan latency)
    {
        lock (_lock)
        {
            Record(_refusals, latency);
            _reasons[reason] = _reasons.TryGetValue(reason, out var known) ? (known.Count + 1, known.Example) : (1, example);
        }
    }

    public BenchReport Report(string model, BenchPlan plan, TimeSpan counted)
    {
        lock (_lock)
        {
            return new BenchReport
            {
                Model = model,
                Mode = plan.Mode,
                Concurrency = plan.IsOpen ? null : plan.Concurrency,
                Rate = plan.Rate,
                Seconds = counted.TotalSeconds,
                Sent = _answers.TotalCount + _refusals.TotalCount,
                Answered = _answers.TotalCount,
                PerSecond = _answers.TotalCount / Math.Max(counted.TotalSeconds, 1e-9),
                LatencyMs = Summary(_answers),
                Refused = [.. _reasons.OrderByDescending(pair => pair.Value.Count).Select(pair => new BenchReport.Refusal(pair.Key, pair.Value.Count, pair.Value.Example))],
                RefusalLatencyMs = Summary(_refusals),
                Cores = [.. _perCore.OrderBy(pair => pair.Key.Node, StringComparer.Ordinal).ThenBy(pair => pair.Key.Core.Length).ThenBy(pair => pair.Key.Core, StringComparer.Ordinal)
                    .Select(pair => new BenchReport.CoreCount(pair.Key.Core, pair.Key.Node, pair.Value))],
            };
        }
    }

    private static void Record(LongHistogram histogram, TimeSpan latency) =>
        histogram.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, LongestMicroseconds));

    private static BenchReport.Latency? Summary(LongHistogram histogram) => histogram.TotalCount == 0 ? null : new BenchReport.Latency(
        histogram.GetMean() / 1000, At(histogram, 50), At(histogram, 90), At(histogram, 95), At(histogram, 99), At(histogram, 99.9), histogram.GetMaxValue() / 1000d);

    private static double At(LongHistogram histogram, double percentile) => histogram.GetValueAtPercentile(percentile) / 1000d;
}
