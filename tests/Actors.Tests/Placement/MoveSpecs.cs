using Xunit.Abstractions;

namespace NeuronActors.Tests.Placement;

/// <summary>Moves of a model that is in use, and moves that fail.</summary>
public sealed class MoveSpecs(ITestOutputHelper output) : NeuronSpec(
    output, hocon: "neuron.placement { drain-timeout = 1s, load-timeout = 1s, unload-timeout = 1s }")
{
    [Theory]
    [InlineData(MovePolicy.UnloadThenLoad)]
    [InlineData(MovePolicy.LoadThenUnload)]
    public async Task A_model_that_is_moved_about_answers_every_request_once_and_rightly(MovePolicy policy)
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(caller => CallUntil(model, caller, stop.Token)).ToArray();

        foreach (var (start, count) in new[] { (1, 1), (2, 2), (0, 4), (3, 1), (0, 2), (2, 1), (-1, -1), (1, 3) })
        {
            await Cores.SetNeuronCoresAsync(model.Name, start, count, policy: policy);
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(callers), count => Assert.True(count > 0));
        var status = await Cores.GetCoresAsync();
        Assert.Equal([0, 1, 1, 1], status.Cores.Select(core => core.Replicas.Length));
    }

    [Fact]
    public async Task A_load_that_fails_leaves_the_model_where_it_was_and_says_so()
    {
        NeuronModel model;
        using (new NeuronCoresContext(0, 2)) model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        Simulator.Faults.FailLoad(new VisibleCoreIndex(3), NeuronStatus.Resource);

        var failure = await Assert.ThrowsAsync<NeuronRuntimeException>(() => Cores.SetNeuronCoresAsync(model.Name, 2, 2));

        Assert.Equal(RuntimeErrorKind.OutOfResources, failure.Kind);
        Assert.Equal(NeuronStatus.Resource, failure.Status);
        Assert.Equal(new VisibleCoreIndex(3), failure.Core);
        Assert.Contains("back where it was", failure.Message, StringComparison.Ordinal);
        Assert.Equal(OnCores(0, 1), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores);
        Assert.Equal(2, Simulator.LoadedReplicas);
        Assert.Equal(1, Y(await model.InferAsync(X(1))).Single());
        Assert.Equal(OnCores(2, 3), (await Cores.SetNeuronCoresAsync(model.Name, 2, 2)).Subgraphs[0].Cores);
    }

    [Fact]
    public async Task A_first_load_that_fails_leaves_nothing_and_frees_the_name()
    {
        Simulator.Faults.FailLoad(new VisibleCoreIndex(1), NeuronStatus.UnsupportedNeffVersion);

        using (new MulticoreContext())
        {
            var failure = await Assert.ThrowsAsync<NeuronRuntimeException>(() => Cores.LoadAsync(Fixture("echo.sim.json")));
            Assert.Equal(RuntimeErrorKind.UnsupportedModel, failure.Kind);
            Assert.Equal(0, Simulator.LoadedReplicas);

            var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
            Assert.Equal(1, Y(await model.InferAsync(X(1))).Single());
        }
    }

    [Fact]
    public async Task Requests_that_arrive_while_the_only_replica_moves_wait_for_it()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangLoads(new VisibleCoreIndex(1));
        var move = Cores.SetNeuronCoresAsync(model.Name, 1);
        await hang.WhenHeld(1).WaitAsync(Patience);

        var parked = model.InferAsync(X(5)).AsTask();
        Assert.False(parked.IsCompleted);
        hang.Release();

        Assert.Equal(OnCores(1), (await move).Subgraphs[0].Cores);
        Assert.Equal(OnCores(1), (await parked).Cores);
    }

    [Fact]
    public async Task A_load_that_takes_too_long_is_undone_and_its_late_replica_unloaded()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangLoads(new VisibleCoreIndex(1));

        var failure = await Assert.ThrowsAsync<NeuronRuntimeException>(() => Cores.SetNeuronCoresAsync(model.Name, 1));

        Assert.Equal(RuntimeErrorKind.TimedOut, failure.Kind);
        Assert.Equal(OnCores(0), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores);
        Assert.Equal(1, Y(await model.InferAsync(X(1))).Single());
        hang.Release();
        await AwaitAssertAsync(() => Assert.Equal(1, Simulator.LoadedReplicas), Patience);
    }

    [Fact]
    public async Task A_drain_that_takes_too_long_leaves_the_model_where_it_is()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));
        var held = model.InferAsync(X(1)).AsTask();
        await hang.WhenHeld(1).WaitAsync(Patience);

        var failure = await Assert.ThrowsAsync<NeuronRuntimeException>(() => Cores.SetNeuronCoresAsync(model.Name, 1));

        Assert.Equal("drain", failure.Operation);
        Assert.Equal(OnCores(0), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores);
        hang.Release();
        Assert.Equal(1, Y(await held).Single());
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
    }

    [Fact]
    public async Task A_model_that_stays_because_it_did_not_drain_is_healed_of_what_it_lost_meanwhile()
    {
        NeuronModel model, other;
        using (new NeuronCoresContext(0, 2)) model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using (new NeuronCoresContext(1, 1)) other = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("other"));
        using var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));
        var held = model.InferAsync(X(1)).AsTask();
        await hang.WhenHeld(1).WaitAsync(Patience);
        Simulator.Faults.FailProbes(new VisibleCoreIndex(1), times: 100_000);
        Simulator.Faults.FailExecution(new VisibleCoreIndex(1), NeuronStatus.CoreError);

        var unload = Cores.UnloadAsync(model.Name);
        Assert.Equal(2, Y(await other.InferAsync(X(2))).Single());
        Assert.Equal("drain", (await Assert.ThrowsAsync<NeuronRuntimeException>(() => unload)).Operation);

        await AwaitAssertAsync(
            async () => Assert.Equal(2, (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores.Length), Patience);
        hang.Release();
        Assert.Equal(1, Y(await held).Single());
        Assert.Equal(3, Y(await model.InferAsync(X(3))).Single());
    }

    [Fact]
    public async Task A_replica_is_draining_while_its_model_is_unloaded_and_requests_are_under_way_and_ready_when_it_stays()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using (var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0)))
        {
            var held = model.InferAsync(X(1)).AsTask();
            await hang.WhenHeld(1).WaitAsync(Patience);

            var inVain = Cores.UnloadAsync(model.Name);
            await AwaitAssertAsync(async () => Assert.Equal(ReplicaState.Draining, await StateAsync()), Patience, TimeSpan.FromMilliseconds(10));
            Assert.Equal("drain", (await Assert.ThrowsAsync<NeuronRuntimeException>(() => inVain)).Operation);
            Assert.Equal(ReplicaState.Ready, await StateAsync());
            hang.Release();
            Assert.Equal(1, Y(await held).Single());
        }

        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
        await Cores.UnloadAsync(model.Name);
        Assert.Empty((await Cores.GetCoresAsync()).Cores[0].Replicas);

        async Task<ReplicaState> StateAsync() => (await Cores.GetCoresAsync()).Cores[0].Replicas.Single().State;
    }

    [Fact]
    public async Task An_unload_that_takes_too_long_costs_its_core_and_the_model_is_placed_elsewhere()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangUnloads(new VisibleCoreIndex(0));

        var failure = await Assert.ThrowsAsync<NeuronRuntimeException>(() => Cores.SetNeuronCoresAsync(model.Name, 1));

        Assert.Equal("unload", failure.Operation);
        Assert.Contains("could not be put back", failure.Message, StringComparison.Ordinal);
        Assert.Equal(OnCores(1), (await model.InferAsync(X(1))).Cores);
        hang.Release();
        await AwaitAssertAsync(
            async () => Assert.Equal(OnCores(0), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores), Patience);
        Assert.Equal(2, Y(await model.InferAsync(X(2))).Single());
    }

    [Fact]
    public async Task Cores_in_both_placements_keep_their_replica()
    {
        NeuronModel model;
        using (new NeuronCoresContext(1, 2)) model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        Simulator.Faults.FailUnload(new VisibleCoreIndex(1), NeuronStatus.Failure);
        Simulator.Faults.FailLoad(new VisibleCoreIndex(2), NeuronStatus.Failure);

        var placement = await Cores.SetMulticoreAsync(model.Name);

        // The scripted failures are still there, because core 1 was not unloaded and core 2 not loaded again.
        Assert.Equal(OnCores(0, 1, 2, 3), placement.Subgraphs[0].Cores);
        await Cores.SetNeuronCoresAsync(model.Name, 3);
        await Assert.ThrowsAsync<NeuronRuntimeException>(() => Cores.SetNeuronCoresAsync(model.Name, 2, 2));
        Simulator.Faults.Clear();
    }

    [Fact]
    public async Task Two_changes_of_one_model_run_one_after_the_other_and_the_last_one_stands()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));

        var changes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Cores.SetNeuronCoresAsync(model.Name, i % 4)));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i % 4), changes.Select(change => change.Subgraphs[0].Range.StartNc));
        Assert.Equal(changes.Select(change => change.Epoch).Order(), changes.Select(change => change.Epoch));
        Assert.Equal(OnCores(3), (await Cores.GetPlacementAsync(model.Name)).Subgraphs[0].Cores);
    }

    [Fact]
    public async Task Changes_of_models_on_different_cores_run_side_by_side()
    {
        var first = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("first"));
        var second = await Cores.LoadAsync(Fixture("echo.sim.json"), new ModelName("second"));
        using var hang = Simulator.Faults.HangLoads(new VisibleCoreIndex(2));

        var slow = Cores.SetNeuronCoresAsync(first.Name, 2);
        await hang.WhenHeld(1).WaitAsync(Patience);
        var quick = await Cores.SetNeuronCoresAsync(second.Name, 3);

        Assert.Equal(OnCores(3), quick.Subgraphs[0].Cores);
        Assert.False(slow.IsCompleted);
        hang.Release();
        Assert.Equal(OnCores(2), (await slow).Subgraphs[0].Cores);
    }

    private static async Task<int> CallUntil(NeuronModel model, int caller, CancellationToken stop)
    {
        var count = 0;
        while (!stop.IsCancellationRequested)
        {
            long[] values = [caller, count++];
            Assert.Equal(values, Y(await model.InferAsync(X(values), CancellationToken.None)));
        }

        return count;
    }
}
