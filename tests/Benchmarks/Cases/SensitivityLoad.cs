using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>A load of our side alone, to be run under several settings.</summary>
internal sealed record SensitivityLoad(
    string Name, string Description, int InFlight, int CoreCount, string Model, ImmutableArray<NamedTensor> Inputs, Func<int, Conditions, NeuronLab> Start)
{
    public static readonly IReadOnlyList<SensitivityLoad> All =
    [
        new("latency", "no-op, 1 core, 1 in flight", 1, 1, Fixtures.NoOp, Fixtures.OneNumber, Simulated),
        new("no-op", "no-op, 2 cores, 256 in flight", 256, 2, Fixtures.NoOp, Fixtures.OneNumber, Simulated),
        new("mnist-8", "MNIST batch 1, 2 cores, 8 in flight", 8, 2, Fixtures.Mnist, Fixtures.Images(1), NeuronLab.Cpu),
        new("mnist-64", "MNIST batch 1, 2 cores, 64 in flight", 64, 2, Fixtures.Mnist, Fixtures.Images(1), NeuronLab.Cpu),
        new("busy-64", "32 cores × 5 ms, 64 in flight", 64, 32, Fixtures.FiveMilliseconds, Fixtures.OneNumber, Simulated),
        new("busy-256", "32 cores × 5 ms, 256 in flight", 256, 32, Fixtures.FiveMilliseconds, Fixtures.OneNumber, Simulated),
    ];

    /// <summary>What was achieved under each condition.</summary>
    public Throughput.Rounds[] Measure(IReadOnlyList<Conditions> conditions)
    {
        NeuronLab[] labs = [.. conditions.Select(condition => Start(CoreCount, condition))];
        try
        {
            ILoad[] loads = [.. labs.Select(LoadOn)];
            return Throughput.Measure(conditions[0].Effort, loads);
        }
        finally
        {
            foreach (var lab in labs) lab.Dispose();
        }
    }

    private ClosedLoop<InferCompleted> LoadOn(NeuronLab lab)
    {
        var model = lab.Load(Model, CoreCount);
        return new ClosedLoop<InferCompleted>(InFlight, () => model.InferAsync(Inputs));
    }

    private static NeuronLab Simulated(int cores, Conditions conditions) => NeuronLab.Simulated(cores, conditions);
}
