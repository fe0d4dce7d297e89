using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>Whether the cores of a large instance stay as busy as if each had a thread that does nothing but execute.</summary>
internal sealed class BusyCoresCase : IOverheadCase
{
    private const int CoreCount = 32;
    private const int InFlight = 64;

    public string Name => "busy-cores";

    public string Summary => $"{CoreCount} simulated cores × 5 ms, {InFlight} in flight ÷ a thread per core";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var lab = NeuronLab.Simulated(CoreCount, conditions);
        var model = lab.Load(Fixtures.FiveMilliseconds, CoreCount);
        var product = new ClosedLoop<InferCompleted>(InFlight, () => model.InferAsync(Fixtures.OneNumber));
        var direct = DirectLoop.Of(lab.LoadDirectly(Fixtures.FiveMilliseconds, CoreCount), Fixtures.OneNumber);

        var rounds = Throughput.Measure(conditions.Effort, product, direct);
        return [.. Finding.Rates("Infer/s", rounds[0], rounds[1], Target.AtLeast(0.99))];
    }
}
