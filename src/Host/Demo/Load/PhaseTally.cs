using HdrHistogram;

namespace NeuronActors.Node.Demo.Load;

/// <summary>What was counted in one phase: answers by core, and how long they took.</summary>
internal sealed class PhaseTally(int cores)
{
    // Microseconds up to a minute; longer counts as a minute, and would be seen as one.
    private const long LongestMicroseconds = 60_000_000;
    private const int SignificantDigits = 3;

    private readonly LongHistogram _latency = new(LongestMicroseconds, SignificantDigits);
    private readonly long[] _perCore = new long[cores];

    public long Answers => _latency.TotalCount;

    public ImmutableArray<long> PerCore => [.. _perCore];

    public LatencySummary Latency => Answers == 0 ? default : new LatencySummary(At(50), At(90), At(99), TimeSpan.FromMicroseconds(_latency.GetMaxValue()));

    public void Count(VisibleCoreIndex core, TimeSpan latency)
    {
        _perCore[core.Value]++;
        _latency.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, LongestMicroseconds));
    }

    public void Add(PhaseTally other)
    {
        _latency.Add(other._latency);
        for (var i = 0; i < _perCore.Length; i++) _perCore[i] += other._perCore[i];
    }

    private TimeSpan At(double percentile) => TimeSpan.FromMicroseconds(_latency.GetValueAtPercentile(percentile));
}
