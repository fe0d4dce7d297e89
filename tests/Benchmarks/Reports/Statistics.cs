using HdrHistogram;

namespace NeuronActors.Benchmarks.Reports;

/// <summary>What is made of many numbers.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>A histogram of nanoseconds up to a minute, to three digits.</summary>
    public static LongHistogram Nanoseconds() => new(60_000_000_000, 3);

    /// <summary>A percentile of such a histogram, in microseconds; 0 for an empty one.</summary>
    public static double Microseconds(this LongHistogram nanoseconds, double percentile) =>
        nanoseconds.TotalCount == 0 ? 0 : nanoseconds.GetValueAtPercentile(percentile) / 1000d;
}
