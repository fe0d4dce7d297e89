using Akka.Actor;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Entry;

/// <summary>A node that goes down drains, unloads and closes, in this order.</summary>
public sealed class ShutdownSpecs(ITestOutputHelper output) : NeuronSpec(output, hocon: "neuron { core.max-in-flight = 1, placement.drain-timeout = 1s }")
{
    [Fact]
    public async Task Accepted_requests_are_answered_new_ones_are_refused_and_everything_is_unloaded()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));
        var accepted = Enumerable.Range(0, 5).Select(i => model.TryInferAsync([X(i)]).AsTask()).ToArray();
        await hang.WhenHeld(1).WaitAsync(Patience);

        var shutdown = CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        await AwaitRefused(model, RejectionReason.Draining);
        var refusal = await Assert.ThrowsAsync<PlacementException>(() => Cores.SetMulticoreAsync(model.Name));
        Assert.Equal(PlacementRejection.Draining, refusal.Reason);
        Assert.Equal(1, Simulator.LoadedReplicas);
        Assert.Equal(ReplicaState.Draining, (await Cores.GetCoresAsync()).Cores[0].Replicas.Single().State);
        hang.Release();
        Assert.All(await Task.WhenAll(accepted), answer => Assert.IsType<InferCompleted>(answer));
        await shutdown.WaitAsync(Patience);
        Assert.Equal(0, Simulator.LoadedReplicas);
    }

    [Fact]
    public async Task After_the_end_every_call_is_answered_at_once()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).WaitAsync(Patience);

        var answer = await model.TryInferAsync([X(1)]).AsTask().WaitAsync(Patience);

        Assert.IsType<InferRejected>(answer);
        var change = await Assert.ThrowsAsync<PlacementException>(() => Cores.SetMulticoreAsync(model.Name).WaitAsync(Patience));
        Assert.Equal(PlacementRejection.Draining, change.Reason);
        await Assert.ThrowsAsync<PlacementException>(() => Cores.LoadAsync(Fixture("echo.sim.json")).WaitAsync(Patience));
        await Assert.ThrowsAsync<PlacementException>(() => Cores.GetCoresAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task An_unload_that_takes_too_long_does_not_open_a_node_that_is_going_down()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));
        var accepted = model.TryInferAsync([X(1)]).AsTask();
        await hang.WhenHeld(1).WaitAsync(Patience);
        var unload = Cores.UnloadAsync(model.Name);
        await AwaitRefused(model, RejectionReason.ModelUnavailable);

        var shutdown = CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        await AwaitAssertAsync(
            async () => Assert.Equal(
                PlacementRejection.Draining,
                (await Assert.ThrowsAsync<PlacementException>(() => Cores.SetMulticoreAsync(model.Name))).Reason),
            Patience);
        await Assert.ThrowsAsync<NeuronRuntimeException>(() => unload.WaitAsync(Patience));

        var late = await model.TryInferAsync([X(3)], InferOptions.Within(Patience));
        Assert.Equal(RejectionReason.Draining, Assert.IsType<InferRejected>(late).Reason);
        hang.Release();
        Assert.IsType<InferCompleted>(await accepted);
        await shutdown.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_system_that_is_terminated_while_requests_are_under_way_answers_them_all()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        var answers = Enumerable.Range(0, 500).Select(i => model.TryInferAsync([X(i)]).AsTask()).ToArray();

        await Sys.Terminate().WaitAsync(Patience);

        await Task.WhenAll(answers).WaitAsync(Patience);
        await AwaitAssertAsync(() => Assert.Equal(0, Simulator.LoadedReplicas), Patience);
    }

    // The core is held, so whatever is still accepted waits until its deadline.
    private static async Task AwaitRefused(NeuronModel model, RejectionReason reason)
    {
        InferRejected refused;
        do
        {
            refused = Assert.IsType<InferRejected>(await model.TryInferAsync([X(9)], InferOptions.Within(TimeSpan.FromMilliseconds(50))));
        }
        while (refused.Reason == RejectionReason.DeadlineExceeded);

        Assert.Equal(reason, refused.Reason);
    }
}
