using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.FakeNrt;

namespace NeuronActors.Benchmarks.Cases.Nrt;

/// <summary>What a second slot is worth: the copies of one request overlap the execution of another.</summary>
internal sealed class NrtSlotsCase : IOverheadCase
{
    private const int InFlight = 8;

    // One millisecond of copies, half of it each way.
    private static readonly TimeSpan Copy = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan Execution = TimeSpan.FromMilliseconds(2);

    public string Name => "slots";

    public string Summary => $"1 core, 1 ms of copies and 2 ms of execution, {InFlight} in flight: 2 slots ÷ 1 slot";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        using var fixture = new NrtFixture();
        var rounds = Interleaved.Measure(conditions.Effort, () => Rate(fixture, slots: 2, conditions), () => Rate(fixture, slots: 1, conditions));
        return [Finding.Ratio("Infer/s", rounds[0], rounds[1], "1/s", Target.AtLeast(1.4))];
    }

    // libnrt is one in a process, so each side has it for itself, and the other is measured after it.
    private static double Rate(NrtFixture fixture, int slots, Conditions conditions)
    {
        using var lab = NeuronLab.On(NrtFixture.Start(slots), conditions);
        FakeLibrary.SetTimes(Copy, Execution, Copy);
        var model = lab.Load(fixture.Path, replicas: 1);
        var load = new ClosedLoop<InferCompleted>(InFlight, () => model.InferAsync(NrtFixture.Question));
        return Throughput.Measure(conditions.Effort with { Rounds = 1, WarmUp = conditions.Effort.SettleIn }, load)[0].PerSecond[0];
    }
}
