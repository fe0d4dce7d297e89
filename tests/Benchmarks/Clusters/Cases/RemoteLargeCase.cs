using System.Diagnostics;
using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Clusters.Cases;

/// <summary>What a large tensor costs on another node, beyond the bytes themselves.</summary>
internal sealed class RemoteLargeCase : IProcessCase
{
    // Of a millisecond and more each.
    private const int CallsDivisor = 50;

    public string Name => "remote-large";

    public string Summary => "identity on another node, 1 MiB there and back, 1 in flight ÷ a bare gRPC unary call of the same bytes to another process";

    public async Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken)
    {
        await using var lab = await RemoteLab.StartAsync(1 << 20);
        var calls = Math.Max(4, effort.Calls / CallsDivisor);
        var rounds = await Interleaved.MeasureAsync(effort, () => TimeAsync(lab.InferAsync, calls), () => TimeAsync(lab.CallBareAsync, calls));
        return [Finding.Ratio("round trip, p50", rounds[0], rounds[1], "µs", Target.AtMost(1.3))];
    }

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
