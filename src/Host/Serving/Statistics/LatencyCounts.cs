namespace NeuronActors.Node.Serving.Statistics;

/// <summary>How many requests took how long, by the buckets of <see cref="LatencyScale"/>.</summary>
/// <param name="Counts">The requests of each bucket.</param>
internal sealed record LatencyCounts(ImmutableArray<long> Counts)
{
    public static readonly LatencyCounts None = new([.. new long[LatencyScale.Buckets]]);

    public long Total => Counts.Sum();

    /// <summary>What came since an earlier moment.</summary>
    public LatencyCounts Since(LatencyCounts earlier) => new([.. Counts.Select((count, i) => count - earlier.Counts[i])]);

    /// <summary>Both together.</summary>
    public LatencyCounts Plus(LatencyCounts other) => new([.. Counts.Select((count, i) => count + other.Counts[i])]);

    /// <summary>The buckets that are not empty, shortest times first, each with the longest time that it holds.</summary>
    public IEnumerable<(TimeSpan UpperEnd, long Count)> Filled() =>
        Counts.Select((count, i) => (LatencyScale.UpperEnd(i), count)).Where(bucket => bucket.count > 0);

    /// <summary>How many took at most this long.</summary>
    public long UpTo(TimeSpan bound) => Counts.AsSpan()[..(LatencyScale.IndexOf(bound) + 1)].ToArray().Sum();

    /// <summary>The time within which a part of them was answered; null when there are none.</summary>
    /// <param name="part">From 0 to 1: 0.99.</param>
    public TimeSpan? Quantile(double part)
    {
        var total = Total;
        if (total == 0) return null;

        var rank = Math.Max(1, (long)Math.Ceiling(part * total));
        var index = 0;
        for (var seen = Counts[0]; seen < rank; seen += Counts[++index])
        {
        }

        return LatencyScale.UpperEnd(index);
    }
}
