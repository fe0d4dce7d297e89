using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>Whether a small real net on the CPU runs as often as without the product.</summary>
internal sealed class MnistCase : IOverheadCase
{
    private const int CoreCount = 2;
    private const int InFlight = 64;

    public string Name => "mnist";

    public string Summary => $"MNIST on {CoreCount} virtual cores, {InFlight} in flight ÷ {CoreCount} threads on its replicas, and on ONNX Runtime";

    public IReadOnlyList<Finding> Run(Conditions conditions) =>
        [.. Run(conditions, batch: 1, Target.AtLeast(0.90)), .. Run(conditions, batch: 8, Target.AtLeast(0.98))];

    private static IEnumerable<Finding> Run(Conditions conditions, int batch, Target target)
    {
        using var lab = NeuronLab.Cpu(CoreCount, conditions);
        using var raw = new RawMnist(batch);
        var inputs = Fixtures.Images(batch);
        var model = lab.Load(Fixtures.Mnist, CoreCount);
        var rounds = Throughput.Measure(
            conditions.Effort,
            new ClosedLoop<InferCompleted>(InFlight, () => model.InferAsync(inputs)),
            DirectLoop.Of(lab.LoadDirectly(Fixtures.Mnist, CoreCount), inputs),
            new DirectLoop([.. Enumerable.Repeat((Action)(() => raw.Run()), CoreCount)]));
        return
        [
            .. Finding.Rates($"batch {batch}: Infer/s ÷ Execute/s", rounds[0], rounds[1], target),
            .. Finding.Rates($"batch {batch}: Infer/s ÷ Run/s of ONNX", rounds[0], rounds[2], target),
        ];
    }
}
