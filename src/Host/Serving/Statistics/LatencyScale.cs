namespace NeuronActors.Node.Serving.Statistics;

/// <summary>
/// How times are sorted into buckets: two decimal digits up to 100 s, so a percentile is at most a tenth too large, and every boundary that
/// people use (1 ms, 2.5 ms, 0.1 s) is one of a bucket.
/// </summary>
internal static class LatencyScale
{
    // In ticks of 100 ns: below 10 µs each tick has a bucket, above each decade has 90.
    private const int Exact = 100;
    private const int PerDecade = 90;
    private const int Decades = 7;

    /// <summary>How many there are; the last one holds whatever is longer than 100 s.</summary>
    public const int Buckets = Exact + (Decades * PerDecade) + 1;

    /// <summary>The bucket of a time; its upper end belongs to it, and its lower end to the one before.</summary>
    public static int IndexOf(TimeSpan time)
    {
        var value = Math.Max(0, time.Ticks - 1);
        if (value < Exact) return (int)value;

        var index = Exact;
        for (long step = Exact / 10; index < Buckets - 1; step *= 10, index += PerDecade)
        {
            if (value < step * 100) return index + (int)(value / step) - 10;
        }

        return Buckets - 1;
    }

    /// <summary>The longest time that a bucket holds; for the last one, the longest that can be told.</summary>
    public static TimeSpan UpperEnd(int index)
    {
        if (index < Exact) return new TimeSpan(index + 1);

        var (decade, within) = Math.DivRem(Math.Min(index, Buckets - 2) - Exact, PerDecade);
        var step = 10L;
        for (; decade > 0; decade--) step *= 10;
        return new TimeSpan((within + 11) * step);
    }
}
