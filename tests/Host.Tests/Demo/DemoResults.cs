using NeuronActors.Node.Demo;
using NeuronActors.Node.Demo.Digits;
using NeuronActors.Node.Demo.Load;
using NeuronActors.Node.Demo.Moves;

namespace NeuronActors.Node.Tests.Demo;

/// <summary>Results as a demo has them in which everything is as claimed, to be spoilt by specs.</summary>
internal static class DemoResults
{
    private static readonly LatencySummary Latency =
        new(TimeSpan.FromMicroseconds(250), TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(23.4), TimeSpan.FromSeconds(1.25));

    public static DemoResult Sound() => new(
        new DemoScene(
            "ONNX Runtime 1.31.1 on 4 virtual NeuronCores",
            4,
            new ModelName("mnist"),
            new SubgraphSignature([], []),
            At(2, 2),
            Computes: true),
        new Classification([7, 2, 1, 0], 4, Cores(2, 3, 2, 3), TimeSpan.FromMilliseconds(20)),
        [
            new MoveResult("SetMulticore()", "2 replicas added", new NcRange(0, 4), At(0, 4), TimeSpan.FromMilliseconds(10)),
            new MoveResult("SetNeuronCores(0, 1)", "down to one replica", new NcRange(0, 1), At(0, 1), TimeSpan.FromMilliseconds(5)),
        ],
        new LoadResult(
            [
                Phase(0, 0, 20_000, 20_001),
                Phase(1, 1, 30, 30),
                Phase(10_000, 10_001, 10_002, 10_003),
                Phase(9, 0, 0, 0),
                Phase(11_000, 0, 0, 0),
            ],
            Sent: 91_077,
            Answered: 91_077,
            Failed: 0,
            Duplicated: 0,
            Wrong: 0));

    public static SubgraphPlacement At(int start, int count) => new("mnist", new NcRange(start, count), new NcRange(start, count).Cores);

    public static ImmutableArray<VisibleCoreIndex> Cores(params int[] cores) => [.. cores.Select(core => new VisibleCoreIndex(core))];

    public static LoadPhase Phase(params long[] perCore) => new(TimeSpan.FromSeconds(2), [.. perCore], Latency);
}
