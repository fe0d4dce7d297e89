using NeuronActors.NativeRuntime.Simulated;
using static NeuronActors.NativeRuntime.Tests.Simulated.SimulatedRuntimeFixture;

namespace NeuronActors.NativeRuntime.Tests.Simulated;

public sealed class SimulatedViolationsSpecs : IDisposable
{
    private readonly SimulatedRuntimeFixture _fixture = new();

    private SimulatedRuntime Runtime => _fixture.Runtime;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task More_executions_than_slots_are_a_violation_over_all_replicas_of_a_core()
    {
        ILoadedSubgraph[] replicas = [_fixture.LoadIdentity(Core0), _fixture.LoadIdentity(Core0), _fixture.LoadIdentity(Core1)];
        var hang = Runtime.Faults.HangExecutions(Core0);
        var executions = replicas[..2].Select(replica => OnThread(() => Execute(replica))).ToArray();
        await hang.WhenHeld(2);
        Execute(replicas[2]);

        hang.Release();
        await Task.WhenAll(executions);

        Assert.Equal<string>(["2 executions at once on core 0; its slots: 1"], Runtime.Violations);
        Assert.Equal(
            new SimulatedCoreStatistics(Replicas: 2, RunningExecutions: 0, PeakExecutions: 2, Executions: 2), Runtime.GetStatistics(Core0));
        Assert.Equal(
            new SimulatedCoreStatistics(Replicas: 1, RunningExecutions: 0, PeakExecutions: 1, Executions: 1), Runtime.GetStatistics(Core1));
    }

    [Fact]
    public async Task As_many_executions_as_slots_are_none()
    {
        using var fixture = new SimulatedRuntimeFixture(new SimulatedRuntimeOptions { ExecutionSlotsPerCore = 2 });
        var replica = fixture.LoadIdentity(Core0);
        var hang = fixture.Runtime.Faults.HangExecutions(Core0);
        var executions = Enumerable.Range(0, 2).Select(_ => OnThread(() => Execute(replica))).ToArray();
        await hang.WhenHeld(2);

        hang.Release();
        await Task.WhenAll(executions);

        Assert.Equal(0, fixture.Runtime.ViolationCount);
        Assert.Equal(2, fixture.Runtime.GetStatistics(Core0).PeakExecutions);
    }

    [Fact]
    public async Task An_unload_and_a_probe_during_an_execution_are_violations()
    {
        var replica = _fixture.LoadIdentity(Core0);
        var hang = Runtime.Faults.HangExecutions(Core0);
        var execution = OnThread(() => Execute(replica));
        await hang.WhenHeld(1);

        replica.Unload();
        Runtime.Probe(Core1);
        Assert.ThrowsAny<Exception>(() => Runtime.Probe(Core0));
        hang.Release();
        await execution;

        Assert.Equal<string>(
            ["an unload of identity on core 0 while it executes", "a probe of core 0 while it executes"], Runtime.Violations);
        Execute(_fixture.LoadIdentity(Core0));
    }

    [Fact]
    public void An_execution_after_the_unload_or_with_other_inputs_is_a_violation()
    {
        var (gone, replica) = (_fixture.LoadIdentity(Core0), _fixture.LoadIdentity(Core0));
        gone.Unload();

        Assert.Throws<ObjectDisposedException>(() => gone.Execute([]));
        Assert.Throws<ArgumentException>(() => replica.Execute([]));

        Assert.Equal<string>(
            ["an execution of identity on core 0 after its unload", "an execution of identity on core 0 with 0 inputs for 1"],
            Runtime.Violations);
        Execute(replica);
    }

    [Fact]
    public void A_thousand_violations_are_counted_and_the_first_hundred_told()
    {
        var replica = _fixture.LoadIdentity(Core0);

        for (var i = 0; i < 1000; i++) Assert.Throws<ArgumentException>(() => replica.Execute([]));

        Assert.Equal((1000, 100), (Runtime.ViolationCount, Runtime.Violations.Length));
        Execute(replica);
    }
}
