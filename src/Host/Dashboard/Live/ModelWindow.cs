using System.Diagnostics;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>
/// The last seconds of a series of counts: their rates, and the percentiles of one second and of ten. Ten make a number that can be read,
/// one shows what a move does.
/// </summary>
internal sealed class ModelWindow
{
    private const int Seconds = 10;

    private readonly Queue<(long At, LatencyCounts Latencies, long Failures)> _moments = new();
    private (long At, LatencyCounts Latencies, long Failures)? _last;

    /// <summary>Of the last second.</summary>
    public TrendPoint Point { get; private set; }

    /// <summary>Of the last ten seconds, in milliseconds; null when nothing was answered.</summary>
    public double? P50 { get; private set; }

    /// <inheritdoc cref="P50"/>
    public double? P99 { get; private set; }

    /// <summary>Takes the counts of this moment.</summary>
    public void Take(long at, long timestamp, LatencyCounts latencies, long failures, double waiting)
    {
        var before = _last ?? (timestamp, latencies, failures);
        var elapsed = Stopwatch.GetElapsedTime(before.At, timestamp).TotalSeconds;
        var second = latencies.Since(before.Latencies);
        Point = new TrendPoint(
            at,
            PerSecond(second.Total, elapsed),
            PerSecond(failures - before.Failures, elapsed),
            Milliseconds(second, 0.5),
            Milliseconds(second, 0.99),
            waiting);

        _last = (timestamp, latencies, failures);
        _moments.Enqueue(_last.Value);
        if (_moments.Count > Seconds + 1) _moments.Dequeue();
        var window = latencies.Since(_moments.Peek().Latencies);
        (P50, P99) = (Milliseconds(window, 0.5), Milliseconds(window, 0.99));
    }

    private static double PerSecond(long count, double elapsed) => elapsed > 0 ? count / elapsed : 0;

    private static double? Milliseconds(LatencyCounts latencies, double part) => latencies.Quantile(part)?.TotalMilliseconds;
}
