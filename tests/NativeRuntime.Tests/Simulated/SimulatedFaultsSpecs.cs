using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Simulated.Faults;
using static NeuronActors.NativeRuntime.Tests.Simulated.SimulatedRuntimeFixture;

namespace NeuronActors.NativeRuntime.Tests.Simulated;

public sealed class SimulatedFaultsSpecs : IDisposable
{
    private readonly SimulatedRuntimeFixture _fixture = new();

    private SimulatedFaults Faults => _fixture.Runtime.Faults;

    public void Dispose()
    {
        Assert.Empty(_fixture.Runtime.Violations);
        _fixture.Dispose();
    }

    [Fact]
    public void The_nth_next_execution_fails_and_no_other()
    {
        var replica = _fixture.LoadIdentity(Core0);
        Execute(replica);
        Faults.FailExecution(Core0, NeuronStatus.CompletedWithError, nth: 2);

        Execute(replica);
        AssertFails(() => Execute(replica), NeuronStatus.CompletedWithError, "execute", Core0);
        Execute(replica);
    }

    [Fact]
    public void Several_executions_may_be_told_to_fail_each_with_its_status()
    {
        var replica = _fixture.LoadIdentity(Core0);
        Faults.FailExecution(Core0, NeuronStatus.QueueFull, nth: 1);
        Faults.FailExecution(Core0, NeuronStatus.DmaAbort, nth: 3);

        AssertFails(() => Execute(replica), NeuronStatus.QueueFull, "execute", Core0);
        Execute(replica);
        AssertFails(() => Execute(replica), NeuronStatus.DmaAbort, "execute", Core0);
        Execute(replica);
    }

    [Fact]
    public void A_status_that_nobody_knows_is_carried_through()
    {
        var replica = _fixture.LoadIdentity(Core0);
        Faults.FailExecution(Core0, (NeuronStatus)4711);

        var failure = AssertFails(() => Execute(replica), (NeuronStatus)4711, "execute", Core0);

        Assert.Equal(RuntimeErrorKind.Unknown, failure.Kind);
        Execute(replica);
    }

    [Fact]
    public void Every_execution_on_a_core_fails_until_the_rule_is_taken_back()
    {
        var (faulty, sound) = (_fixture.LoadIdentity(Core0), _fixture.LoadIdentity(Core1));
        Faults.FailEveryExecution(Core0, NeuronStatus.CompletedWithNumericalError);

        for (var i = 0; i < 3; i++) AssertFails(() => Execute(faulty), NeuronStatus.CompletedWithNumericalError, "execute", Core0);
        Execute(sound);

        Faults.Clear(Core0);
        Execute(faulty);
    }

    [Fact]
    public void A_load_that_fails_leaves_nothing_behind()
    {
        Faults.FailLoad(Core0, NeuronStatus.HostMemoryAllocation, nth: 2);
        Execute(_fixture.LoadIdentity(Core0));

        AssertFails(() => _fixture.LoadIdentity(Core0), NeuronStatus.HostMemoryAllocation, "load", Core0);

        Assert.Equal((1, 1 * MiB), (_fixture.Runtime.LoadedReplicas, _fixture.Runtime.GetMemory(Core0).UsedBytes));
        Execute(_fixture.LoadIdentity(Core0));
    }

    [Fact]
    public void An_unload_that_fails_has_released_the_replica_all_the_same()
    {
        var replica = _fixture.LoadIdentity(Core0);
        Faults.FailUnload(Core0, NeuronStatus.Failure);

        AssertFails(replica.Unload, NeuronStatus.Failure, "unload", Core0);
        replica.Unload();

        Assert.Equal((0, 0L), (_fixture.Runtime.LoadedReplicas, _fixture.Runtime.GetMemory(Core0).UsedBytes));
        Execute(_fixture.LoadIdentity(Core0));
    }

    [Fact]
    public async Task A_hung_execution_goes_on_when_it_is_released()
    {
        var replica = _fixture.LoadIdentity(Core0);
        using var hang = Faults.HangExecutions(Core0);
        var execution = OnThread(() => Execute(replica));
        await hang.WhenHeld(1);

        Assert.False(execution.IsCompleted);
        Assert.Equal(1, _fixture.Runtime.GetStatistics(Core0).RunningExecutions);
        hang.Release();

        await execution;
        Execute(replica);
    }

    [Fact]
    public async Task A_hung_execution_fails_when_it_times_out()
    {
        var replica = _fixture.LoadIdentity(Core0);
        var hang = Faults.HangExecutions(Core0);
        Assert.Same(hang, Faults.HangExecutions(Core0));
        var execution = OnThread(() => Execute(replica));
        await hang.WhenHeld(1);

        hang.TimeOut();

        var failure = await Assert.ThrowsAsync<NeuronRuntimeException>(() => execution);
        Assert.Equal((RuntimeErrorKind.TimedOut, NeuronStatus.Timeout), (failure.Kind, failure.Status!.Value));
        Execute(replica);
        Assert.Equal(1, hang.Held);
    }

    [Fact]
    public async Task Clearing_the_script_releases_what_hangs()
    {
        var replica = _fixture.LoadIdentity(Core0);
        var hang = Faults.HangExecutions(Core0);
        var execution = OnThread(() => Execute(replica));
        await hang.WhenHeld(1);

        Faults.Clear();

        await execution;
        Execute(replica);
    }

    [Fact]
    public async Task Disposing_the_runtime_releases_what_hangs()
    {
        var replica = _fixture.LoadIdentity(Core0);
        var hang = Faults.HangExecutions(Core0);
        var execution = OnThread(() => Execute(replica));
        await hang.WhenHeld(1);

        _fixture.Runtime.Dispose();

        await execution;
        Assert.Equal(0, _fixture.Runtime.LoadedReplicas);
    }

    [Fact]
    public void A_dead_core_fails_every_call_until_it_is_revived()
    {
        var (dead, sound) = (_fixture.LoadIdentity(Core0), _fixture.LoadIdentity(Core1));
        var doomed = _fixture.LoadIdentity(Core0);
        Faults.Kill(Core0);

        AssertFails(() => Execute(dead), NeuronStatus.CoreError, "execute", Core0);
        AssertFails(() => _fixture.LoadIdentity(Core0), NeuronStatus.CoreError, "load", Core0);
        AssertFails(doomed.Unload, NeuronStatus.CoreError, "unload", Core0);
        AssertFails(() => _fixture.Runtime.Probe(Core0), NeuronStatus.CoreError, "probe", Core0);
        Execute(sound);

        Faults.Revive(Core0);
        _fixture.Runtime.Probe(Core0);
        Execute(dead);
        Assert.Equal(1, _fixture.Runtime.GetStatistics(Core0).Replicas);
    }

    [Fact]
    public async Task A_core_that_dies_during_an_execution_fails_it()
    {
        var replica = _fixture.LoadIdentity(Core0);
        var hang = Faults.HangExecutions(Core0);
        var execution = OnThread(() => Execute(replica));
        await hang.WhenHeld(1);

        Faults.Kill(Core0, NeuronStatus.DeviceMemoryError);
        AssertFails(() => _fixture.LoadIdentity(Core0), NeuronStatus.DeviceMemoryError, "load", Core0);
        hang.Release();

        var failure = await Assert.ThrowsAsync<NeuronRuntimeException>(() => execution);
        Assert.Equal(NeuronStatus.DeviceMemoryError, failure.Status);
        Faults.Revive(Core0);
        Execute(replica);
    }

    [Fact]
    public void Probes_fail_as_often_as_they_were_told_to()
    {
        Faults.FailProbes(Core1, times: 2);

        AssertFails(() => _fixture.Runtime.Probe(Core1), NeuronStatus.CoreError, "probe", Core1);
        _fixture.Runtime.Probe(Core0);
        AssertFails(() => _fixture.Runtime.Probe(Core1), NeuronStatus.CoreError, "probe", Core1);
        _fixture.Runtime.Probe(Core1);
    }

    [Fact]
    public void A_probe_of_a_core_that_hangs_times_out()
    {
        var hang = Faults.HangExecutions(Core0);

        AssertFails(() => _fixture.Runtime.Probe(Core0), NeuronStatus.Timeout, "probe", Core0);

        hang.Release();
        _fixture.Runtime.Probe(Core0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 500)]
    [InlineData(3, 3000)]
    [InlineData(1e300, long.MaxValue)]
    public void A_slow_core_takes_its_time_by_the_factor(double factor, long ticks)
    {
        var script = new CoreFaults();
        script.SlowDown(factor);

        Assert.Equal(new TimeSpan(ticks), script.NextExecution().Stretch(new TimeSpan(1000)));

        script.Clear();
        Assert.Equal(new TimeSpan(1000), script.NextExecution().Stretch(new TimeSpan(1000)));
    }

    [Fact]
    public void A_rule_that_makes_no_sense_is_refused_and_changes_nothing()
    {
        var replica = _fixture.LoadIdentity(Core0);

        Assert.Throws<ArgumentException>(() => Faults.FailExecution(Core0, NeuronStatus.Success));
        Assert.Throws<ArgumentOutOfRangeException>(() => Faults.FailExecution(Core0, NeuronStatus.Failure, nth: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Faults.Kill(new VisibleCoreIndex(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Faults.SlowDown(Core0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Faults.SlowDown(Core0, -1));

        Execute(replica);
    }

    private static NeuronRuntimeException AssertFails(Action call, NeuronStatus status, string operation, VisibleCoreIndex core)
    {
        var failure = Assert.Throws<NeuronRuntimeException>(call);
        Assert.Equal(
            (status.Kind(), status, operation, core),
            (failure.Kind, failure.Status!.Value, failure.Operation, failure.Core!.Value));
        return failure;
    }
}
