using Akka.Actor;
using NeuronActors.Cores;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Cores;

/// <summary>What happens when a core fails, hangs and comes back.</summary>
public sealed class FaultSpecs(ITestOutputHelper output) : NeuronSpec(output, hocon: "neuron.core.execution-timeout = 300ms")
{
    [Fact]
    public async Task A_device_fault_is_answered_from_another_core_and_the_core_leaves_service()
    {
        var model = await LoadOn(0, 2);
        Simulator.Faults.Kill(new VisibleCoreIndex(0));

        var answer = await model.InferAsync(X(1));

        Assert.Equal(OnCores(1), answer.Cores);
        await AwaitAssertAsync(
            async () =>
            {
                Assert.Equal(CoreState.Quarantined, await StateOf(0));
                Assert.Equal(OnCores(2, 1), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores);
            },
            Patience);
        Simulator.Faults.Revive(new VisibleCoreIndex(0));
        await AwaitAssertAsync(
            async () => Assert.Equal(OnCores(0, 1), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores), Patience);
        Assert.Equal(CoreState.Ready, await StateOf(0));
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
    }

    [Fact]
    public async Task The_only_replica_is_placed_on_a_healthy_core_and_the_request_is_run_there()
    {
        var model = await LoadOn(0, 1);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), NeuronStatus.CompletedWithError);

        var answer = await model.InferAsync(X(4));

        Assert.Equal(4, Y(answer).Single());
        Assert.Equal(OnCores(1), answer.Cores);
    }

    [Fact]
    public async Task A_caller_who_wants_no_second_try_gets_the_failure_with_core_and_status()
    {
        var model = await LoadOn(0, 2);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), NeuronStatus.DmaAbort);

        var answer = await model.TryInferAsync([X(1)], new InferOptions { RetryOnFault = false });

        var failed = Assert.IsType<InferFailed>(answer);
        Assert.Equal(RuntimeErrorKind.DeviceFault, failed.Kind);
        Assert.Equal(NeuronStatus.DmaAbort, failed.Status);
        Assert.Equal(new VisibleCoreIndex(0), failed.Core);
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
    }

    [Theory]
    [InlineData(NeuronStatus.BadInput, RuntimeErrorKind.BadRequest)]
    [InlineData(NeuronStatus.OutOfBounds, RuntimeErrorKind.BadRequest)]
    [InlineData(NeuronStatus.CompletedWithNumericalError, RuntimeErrorKind.Numerical)]
    [InlineData(NeuronStatus.Closed, RuntimeErrorKind.LifeCycle)]
    public async Task What_another_core_would_answer_the_same_is_not_tried_again(NeuronStatus status, RuntimeErrorKind kind)
    {
        var model = await LoadOn(0, 2);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), status);

        var failed = Assert.IsType<InferFailed>(await model.TryInferAsync([X(1)]));

        Assert.Equal(kind, failed.Kind);
        Assert.Equal(CoreState.Ready, await StateOf(0));
        Assert.Equal(OnCores(1), (await model.InferAsync(X(2))).Cores);
        Assert.Equal(OnCores(0), (await model.InferAsync(X(3))).Cores);
    }

    [Theory]
    [InlineData((NeuronStatus)4711)]
    [InlineData(NeuronStatus.Failure)]
    [InlineData(NeuronStatus.CoreBusy)]
    public async Task What_may_pass_is_tried_once_more_and_the_core_stays(NeuronStatus status)
    {
        var model = await LoadOn(0, 2);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), status);

        Assert.Equal(OnCores(1), (await model.InferAsync(X(1))).Cores);

        Assert.Equal(CoreState.Ready, await StateOf(0));
    }

    [Fact]
    public async Task A_busy_core_without_another_is_tried_again_itself()
    {
        var model = await LoadOn(0, 1);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), NeuronStatus.QueueFull);

        Assert.Equal(OnCores(0), (await model.InferAsync(X(1))).Cores);
    }

    [Fact]
    public async Task A_request_is_tried_twice_at_most()
    {
        var model = await LoadOn(0, 4);
        for (var i = 0; i < 4; i++) Simulator.Faults.FailExecution(new VisibleCoreIndex(i), (NeuronStatus)4711);

        Assert.IsType<InferFailed>(await model.TryInferAsync([X(1)]));

        var executions = Enumerable.Range(0, 4).Sum(i => Simulator.GetStatistics(new VisibleCoreIndex(i)).Executions);
        Assert.Equal(2, executions);
        Simulator.Faults.Clear();
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
    }

    [Fact]
    public async Task A_hang_is_noticed_and_answered_and_the_core_comes_back_once_the_call_returns()
    {
        var model = await LoadOn(0, 2);
        using var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));

        var answer = await model.InferAsync(X(1));

        Assert.Equal(OnCores(1), answer.Cores);
        Assert.Equal(CoreState.Hung, await StateOf(0));
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
        Simulator.Faults.Clear();
        await AwaitAssertAsync(async () => Assert.Equal(CoreState.Ready, await StateOf(0)), Patience);
        await AwaitAssertAsync(
            async () => Assert.Equal(OnCores(0, 1), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores), Patience);
        Assert.Equal(3, Y(await model.InferAsync(X(3))).Single());
    }

    [Fact]
    public async Task When_no_core_is_left_requests_are_refused_with_the_reason_until_one_is_back()
    {
        var model = await LoadOn(0, 4);
        for (var i = 0; i < 4; i++) Simulator.Faults.Kill(new VisibleCoreIndex(i));

        await AwaitAssertAsync(
            async () =>
            {
                var rejected = Assert.IsType<InferRejected>(await model.TryInferAsync([X(1)]));
                Assert.Equal(RejectionReason.ModelUnavailable, rejected.Reason);
                Assert.Contains("out of service", rejected.Message, StringComparison.Ordinal);
            },
            Patience);

        Simulator.Faults.Revive(new VisibleCoreIndex(2));
        await AwaitAssertAsync(async () => Assert.IsType<InferCompleted>(await model.TryInferAsync([X(2)])), Patience);
        Simulator.Faults.Clear();
    }

    [Fact]
    public async Task A_router_hears_of_a_lost_core_also_after_a_move_that_failed()
    {
        var model = await LoadOn(0, 1);
        for (var i = 1; i < 4; i++) Simulator.Faults.Kill(new VisibleCoreIndex(i));
        await Assert.ThrowsAsync<NeuronRuntimeException>(() => Cores.SetNeuronCoresAsync(model.Name, 1));
        Simulator.Faults.Kill(new VisibleCoreIndex(0));

        var answer = await model.TryInferAsync([X(1)]).AsTask().WaitAsync(Patience);

        Assert.Equal(RejectionReason.ModelUnavailable, Assert.IsType<InferRejected>(answer).Reason);
        Simulator.Faults.Clear();
        await AwaitAssertAsync(async () => Assert.IsType<InferCompleted>(await model.TryInferAsync([X(2)])), Patience);
    }

    [Fact]
    public async Task A_hang_counts_as_a_failed_execution_of_its_core_once()
    {
        var model = await LoadOn(0, 1);
        using var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));

        Assert.IsType<InferFailed>(await model.TryInferAsync([X(1)], new InferOptions { RetryOnFault = false }));

        Assert.Equal((0, 1), await CountsOf(0));
        Simulator.Faults.Clear();
        await AwaitAssertAsync(async () => Assert.Equal(CoreState.Ready, await StateOf(0)), Patience);
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
        Assert.Equal(1, (await CountsOf(0)).Failed);
    }

    [Fact]
    public async Task A_range_with_a_core_out_of_service_is_refused_and_automatic_placement_avoids_it()
    {
        var model = await LoadOn(0, 1);
        Simulator.Faults.Kill(new VisibleCoreIndex(0));
        await model.TryInferAsync([X(1)]);
        await AwaitAssertAsync(async () => Assert.Equal(CoreState.Quarantined, await StateOf(0)), Patience);

        var refusal = await Assert.ThrowsAsync<PlacementException>(() => Cores.SetNeuronCoresAsync(model.Name, 0, 2));
        var automatic = await Cores.SetNeuronCoresAsync(model.Name);

        Assert.Equal(PlacementRejection.CoreUnavailable, refusal.Reason);
        Assert.Equal(OnCores(1), automatic.Subgraphs[0].Cores);
        Simulator.Faults.Clear();
    }

    [Fact]
    public async Task A_core_that_only_a_new_process_brings_back_is_not_touched_again()
    {
        var model = await LoadOn(0, 2);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), NeuronStatus.ExecutionUnitUnrecoverable);

        Assert.Equal(OnCores(1), (await model.InferAsync(X(1))).Cores);

        // The replica is healed elsewhere; the one in limbo stays loaded, because unloading it could hang for ever.
        await AwaitAssertAsync(
            async () => Assert.Equal(OnCores(2, 1), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores), Patience);
        Assert.Equal(CoreState.Quarantined, await StateOf(0));
        Assert.Equal(3, Simulator.LoadedReplicas);
        Simulator.Dispose();
    }

    [Fact]
    public async Task What_ends_its_load_on_a_core_that_only_a_new_process_brings_back_stays_there()
    {
        var model = await LoadOn(0, 1);
        using var hang = Simulator.Faults.HangLoads(new VisibleCoreIndex(0));
        Task<NeuronModel> late;
        using (new NeuronCoresContext(0, 1)) late = Cores.LoadAsync(Fixture("slow.sim.json"));
        await hang.WhenHeld(1).WaitAsync(Patience);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(0), NeuronStatus.ExecutionUnitUnrecoverable);

        Assert.Equal(OnCores(1), (await model.InferAsync(X(1))).Cores);
        await Assert.ThrowsAsync<NeuronRuntimeException>(() => late);
        hang.Release();

        // Whatever the core did when the load ended is done before it answers the second time.
        for (var i = 0; i < 2; i++)
        {
            var stopped = await Sys.ActorSelection("/user/neuron/cores/0").Ask<CoreProtocol.Stopped>(new CoreProtocol.Stop(), Patience);
            Assert.False(stopped.IsClean);
        }

        Assert.Equal(3, Simulator.LoadedReplicas);
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
        Simulator.Dispose();
    }

    private async Task<NeuronModel> LoadOn(int start, int count)
    {
        using (new NeuronCoresContext(start, count)) return await Cores.LoadAsync(Fixture("echo.sim.json"));
    }

    private async Task<(long Executed, long Failed)> CountsOf(int core) =>
        (await Cores.GetCoresAsync()).Cores[core] is var status ? (status.Executed, status.Failed) : default;

    private async Task<CoreState> StateOf(int core) => (await Cores.GetCoresAsync()).Cores[core].State;
}
