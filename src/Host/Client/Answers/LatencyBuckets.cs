namespace NeuronActors.Node.Client.Answers;

/// <summary>How many requests took how long: what statistics have as <c>latency</c>.</summary>
/// <param name="Buckets">Those that are not empty, shortest times first.</param>
internal sealed record LatencyBuckets(ImmutableArray<LatencyBuckets.Bucket> Buckets)
{
    /// <summary>What came since an earlier moment; all of it when the counts began anew in between.</summary>
    public LatencyBuckets Since(LatencyBuckets? earlier)
    {
        if (earlier is null) return this;

        var before = earlier.Buckets.ToDictionary(bucket => bucket.LeNs, bucket => bucket.Count);
        ImmutableArray<Bucket> now = [.. Buckets.Select(bucket => bucket with { Count = bucket.Count - before.GetValueOrDefault(bucket.LeNs) })];
        var bounds = Buckets.Select(bucket => bucket.LeNs).ToHashSet();
        var beganAnew = now.Any(bucket => bucket.Count < 0) || !before.Keys.All(bounds.Contains);
        return beganAnew ? this : new LatencyBuckets([.. now.Where(bucket => bucket.Count > 0)]);
    }

    /// <summary>The time, in milliseconds, within which a part of the requests was answered; null when there are none.</summary>
    /// <param name="part">From 0 to 1: 0.99.</param>
    public double? QuantileMs(double part)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(part * Buckets.Sum(bucket => bucket.Count)));
        var seen = 0L;
        foreach (var bucket in Buckets)
        {
            seen += bucket.Count;
            if (seen >= rank) return bucket.LeNs / 1e6;
        }

        return null;
    }

    /// <summary>Some requests.</summary>
    /// <param name="LeNs">None of them took longer than so many nanoseconds.</param>
    /// <param name="Count">How many there are.</param>
    internal readonly record struct Bucket(long LeNs, long Count);
}
