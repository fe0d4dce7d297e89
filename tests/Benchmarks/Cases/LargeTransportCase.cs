using System.Diagnostics;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>What a large tensor costs beyond the bytes themselves.</summary>
internal sealed class LargeTransportCase : IOverheadCase
{
    private const int TensorBytes = 1024 * 1024;

    // Of a millisecond and more each.
    private const int CallsDivisor = 50;

    public string Name => "transport-large";

    public string Summary => "1 MiB there and back over loopback, 1 in flight ÷ a bare gRPC unary call of the same bytes";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var lab = new TransportLab(TensorBytes);
        var calls = Math.Max(4, conditions.Effort.Calls / CallsDivisor);
        var rounds = Interleaved.Measure(conditions.Effort, () => Time(() => lab.InferAsync(), calls), () => Time(() => lab.CallBareAsync(), calls));
        return [Finding.Ratio("round trip, p50", rounds[0], rounds[1], "µs", Target.AtMost(1.3))];
    }

    private static double Time(Func<ValueTask> call, int calls) => TimeAsync(call, calls).GetAwaiter().GetResult();

    private static async Task<double> TimeAsync(Func<ValueTask> call, int calls)
    {
        var histogram = Statistics.Nanoseconds();
        for (var i = 0; i < calls; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await call().ConfigureAwait(false);
            histogram.RecordValue((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
        }

        return histogram.Microseconds(50);
    }
}
