using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>Whether queue, deadlines, counting and draining cost more than the stock router and Ask that have none of them.</summary>
internal sealed class StockPoolCase : IOverheadCase
{
    private const int CoreCount = 2;
    private const int InFlight = 256;

    public string Name => "stock-pool";

    public string Summary => $"no-op subgraph on {CoreCount} cores, {InFlight} in flight ÷ a RoundRobinPool of pinned actors, asked (5 s)";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var lab = NeuronLab.Simulated(CoreCount, conditions, StockPool.Hocon);
        var model = lab.Load(Fixtures.NoOp, CoreCount);
        var pool = StockPool.Start(lab.System, lab.LoadDirectly(Fixtures.NoOp, CoreCount));
        var product = new ClosedLoop<InferCompleted>(InFlight, () => model.InferAsync(Fixtures.OneNumber));
        var asked = new ClosedLoop<StockPool.Reply>(InFlight, () => StockPool.Ask(pool, Fixtures.OneNumber));

        var rounds = Throughput.Measure(conditions.Effort, product, asked);
        return [.. Finding.Rates("Infer/s", rounds[0], rounds[1], Target.AtLeast(1.0, aim: 1.5))];
    }
}
