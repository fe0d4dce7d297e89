using System.Diagnostics;
using HdrHistogram;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Http.Load;

/// <summary>What came of a load, for requests that were due within the time that counts. Thread-safe while it counts.</summary>
internal sealed class LoadTally(long from, long to)
{
    private readonly Lock _lock = new();

    public LongHistogram Results { get; } = Statistics.Nanoseconds();

    public LongHistogram Refusals { get; } = Statistics.Nanoseconds();

    public long Failures { get; private set; }

    /// <summary>Results that came within the time that counts, a second, whenever they were due.</summary>
    public double PerSecond => _arrived / Stopwatch.GetElapsedTime(from, to).TotalSeconds;

    private long _arrived;

    public void Count(Outcome outcome, long due)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            if (outcome == Outcome.Result && now >= from && now < to) _arrived++;
            if (due < from || due >= to) return;

            var latency = Math.Max(1, (long)Stopwatch.GetElapsedTime(due, now).TotalNanoseconds);
            if (outcome == Outcome.Result) Results.RecordValue(latency);
            else if (outcome == Outcome.Refused) Refusals.RecordValue(latency);
            else Failures++;
        }
    }
}
