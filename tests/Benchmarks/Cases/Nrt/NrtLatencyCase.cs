using System.Diagnostics;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.FakeNrt;

namespace NeuronActors.Benchmarks.Cases.Nrt;

/// <summary>What a request costs beside the library's own work: the same three calls from a loop of C, in the same process.</summary>
internal sealed class NrtLatencyCase : IOverheadCase
{
    public string Name => "request";

    public string Summary => $"write {NrtFixture.InputBytes} B + execute + read {NrtFixture.OutputBytes} B through the runtime − the same calls from C";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var fixture = new NrtFixture();
        using var runtime = NrtFixture.Start();
        var core = runtime.Cores[0].Index;
        var replica = runtime.Load(fixture.File0, core);
        var calls = conditions.Effort.Calls;
        TimeProduct(replica, calls);

        var rounds = Interleaved.Measure(
            conditions.Effort,
            () => TimeProduct(replica, calls),
            () => FakeLibrary.Loop(fixture.Neff, core.Value, NrtFixture.Input, NrtFixture.InputBytes, NrtFixture.Output, NrtFixture.OutputBytes, calls));
        return [Added("p50", 0.5, rounds, Target.AtMost(3)), Added("p99", 0.99, rounds, target: null)];
    }

    private static Finding Added(string name, double part, long[][][] rounds, Target? target)
    {
        double[] product = [.. rounds[0].Select(took => Microseconds(took, part))];
        double[] direct = [.. rounds[1].Select(took => Microseconds(took, part))];
        return Finding.Difference($"added to a request, {name}", product, direct, "µs", target);
    }

    private static double Microseconds(long[] sorted, double part) => sorted[(int)(sorted.Length * part)] / 1000d;

    private static long[] TimeProduct(ILoadedSubgraph replica, int calls)
    {
        var took = new long[calls];
        for (var i = 0; i < calls; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            replica.Execute(NrtFixture.Question.AsSpan());
            took[i] = (long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds;
        }

        Array.Sort(took);
        return took;
    }
}
