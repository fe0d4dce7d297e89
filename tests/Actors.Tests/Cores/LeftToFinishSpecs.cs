using NeuronActors.Cores;
using Xunit.Abstractions;

namespace NeuronActors.Tests.Cores;

public sealed class LeftToFinishSpecs(ITestOutputHelper output)
    : NeuronSpec(output, 2, "neuron.core.execution-timeout = 300ms")
{
    private static readonly VisibleCoreIndex Core0 = new(0);

    [Fact]
    public async Task What_runs_on_a_core_that_leaves_service_and_never_returns_is_answered_all_the_same()
    {
        var echo = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangExecutions(Core0);
        var hung = echo.TryInferAsync([X(1)], new InferOptions { RetryOnFault = false }).AsTask();
        await hang.WhenHeld(1).WaitAsync(Patience);

        Sys.ActorSelection("/user/neuron/cores/0").Tell(new CoreProtocol.GiveUp("the spec says so"));

        var failed = Assert.IsType<InferFailed>(await hung.WaitAsync(Patience));
        Assert.Equal(RuntimeErrorKind.TimedOut, failed.Kind);
        Assert.Equal(7, Y(await echo.InferAsync(X(7)).AsTask().WaitAsync(Patience)).Single());

        // A shutdown would leave the replica where it is for as long as the call on it has not returned.
        hang.Release();
        await AwaitAssertAsync(async () => Assert.Equal(CoreState.Ready, (await Cores.GetCoresAsync()).Cores[0].State), Patience);
    }

    [Fact]
    public async Task A_subgraph_that_is_lost_while_the_next_one_is_loaded_is_healed_after_the_load()
    {
        using var hang = Simulator.Faults.HangLoads(new VisibleCoreIndex(1));
        Simulator.Faults.FailProbes(Core0, times: 100_000);
        var load = Cores.LoadAsync(Fixture("chain"));
        await hang.WhenHeld(1).WaitAsync(Patience);

        Sys.ActorSelection("/user/neuron/cores/0").Tell(new CoreProtocol.GiveUp("the spec says so"));
        await AwaitAssertAsync(async () => Assert.NotEqual(CoreState.Ready, (await Cores.GetCoresAsync()).Cores[0].State), Patience);
        hang.Release();

        var chain = await load.WaitAsync(Patience);
        var answer = await chain.InferAsync(X(4)).AsTask().WaitAsync(Patience);
        Assert.Equal(CoreList.Of(1, 1), answer.Cores);
    }
}
