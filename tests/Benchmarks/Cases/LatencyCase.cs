using System.Diagnostics;
using HdrHistogram;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>What the way through router and lane and back adds to a call, when nothing else is in flight.</summary>
internal sealed class LatencyCase : IOverheadCase
{
    public string Name => "latency";

    public string Summary => "no-op subgraph on 1 core, 1 in flight − a direct call of it";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var lab = NeuronLab.Simulated(cores: 1, conditions);
        var model = lab.Load(Fixtures.NoOp, replicas: 1);
        var replica = lab.LoadDirectly(Fixtures.NoOp, replicas: 1)[0];

        var calls = conditions.Effort.Calls;
        var rounds = Interleaved.Measure(
            conditions.Effort, () => TimeProduct(model, calls).GetAwaiter().GetResult(), () => TimeDirect(replica, calls));
        return [Added("p50", 50, rounds, Target.AtMost(8)), Added("p99", 99, rounds, Target.AtMost(50))];
    }

    private static Finding Added(string name, double percentile, LongHistogram[][] rounds, Target target)
    {
        double[] product = [.. rounds[0].Select(round => round.Microseconds(percentile))];
        double[] direct = [.. rounds[1].Select(round => round.Microseconds(percentile))];
        return Finding.Difference($"added to a call, {name}", product, direct, "µs", target);
    }

    private static async Task<LongHistogram> TimeProduct(NeuronModel model, int calls)
    {
        var histogram = Statistics.Nanoseconds();
        for (var i = 0; i < calls; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await model.InferAsync(Fixtures.OneNumber).ConfigureAwait(false);
            histogram.RecordValue((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
        }

        return histogram;
    }

    private static LongHistogram TimeDirect(ILoadedSubgraph replica, int calls)
    {
        var histogram = Statistics.Nanoseconds();
        for (var i = 0; i < calls; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            replica.Execute(Fixtures.OneNumber.AsSpan());
            histogram.RecordValue((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
        }

        return histogram;
    }
}
