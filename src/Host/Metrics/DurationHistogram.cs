namespace NeuronActors.Node.Metrics;

/// <summary>Counts times that come now and then, from any thread: those of loads, drains and moves.</summary>
internal sealed class DurationHistogram
{
    private static readonly ImmutableArray<double> Bounds =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000];

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Bounds.Length + 1];
    private double _sum;

    public void Record(double seconds)
    {
        var found = Bounds.BinarySearch(seconds);
        lock (_lock)
        {
            _counts[found < 0 ? ~found : found]++;
            _sum += seconds;
        }
    }

    public HistogramSample Read(ImmutableArray<string> labels)
    {
        lock (_lock)
        {
            var sofar = 0L;
            var buckets = Bounds.Select((bound, i) => (bound, sofar += _counts[i])).ToImmutableArray();
            return new HistogramSample(labels, buckets, sofar + _counts[^1], _sum);
        }
    }
}
