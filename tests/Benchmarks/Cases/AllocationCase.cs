using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>How much garbage a local inference makes besides the tensors that it returns.</summary>
internal sealed class AllocationCase : IOverheadCase
{
    private const int CoreCount = 2;
    private const int InFlight = 256;

    public string Name => "allocation";

    public string Summary => $"no-op subgraph on {CoreCount} cores, {InFlight} in flight: bytes per Infer − those of a direct call";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var lab = NeuronLab.Simulated(CoreCount, conditions);
        var model = lab.Load(Fixtures.NoOp, CoreCount);
        var replica = lab.LoadDirectly(Fixtures.NoOp, replicas: 1)[0];
        var product = new ClosedLoop<InferCompleted>(InFlight, () => model.InferAsync(Fixtures.OneNumber));

        // A multiple of the callers, and enough that what is allocated once does not count.
        var calls = InFlight * Math.Max(1, conditions.Effort.Calls * 10 / InFlight);
        var rounds = Interleaved.Measure(
            conditions.Effort,
            () => Allocated(() => product.Make(calls)) / (double)calls,
            () => Allocated(() => ExecuteDirectly(replica, calls)) / (double)calls);
        return [Finding.Difference("allocated per Infer", rounds[0], rounds[1], "B", Target.AtMost(400))];
    }

    private static long Allocated(Action make)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        make();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static void ExecuteDirectly(ILoadedSubgraph replica, int calls)
    {
        for (var i = 0; i < calls; i++) replica.Execute(Fixtures.OneNumber.AsSpan());
    }
}
