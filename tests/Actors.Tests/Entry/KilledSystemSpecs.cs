using Akka.Actor;
using Akka.Actor.Setup;
using NeuronActors.Hosting;
using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Tests.Entry;

/// <summary>A system that ends without CoordinatedShutdown, in the middle of whatever it does.</summary>
public sealed class KilledSystemSpecs : IDisposable
{
    private static readonly string Echo = Path.Combine(AppContext.BaseDirectory, "fixtures", "echo.sim.json");
    private static readonly VisibleCoreIndex Core0 = new(0);

    private readonly SimulatedRuntime _simulator = new(new SimulatedRuntimeOptions { Cores = VisibleCores.First(2) });
    private readonly ActorSystem _system;
    private readonly NeuronCores _cores;

    public KilledSystemSpecs()
    {
        var hocon = Akka.Configuration.ConfigurationFactory.ParseString("akka.coordinated-shutdown.run-by-actor-system-terminate = off");
        _system = ActorSystem.Create("killed", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(hocon), new NeuronCoresSetup { Runtime = () => _simulator }));
        _cores = NeuronCores.Get(_system);
    }

    public void Dispose() => _simulator.Dispose();

    [Fact]
    public async Task What_runs_and_what_waits_is_answered_and_the_replica_is_unloaded_behind_it()
    {
        var model = await _cores.LoadAsync(Echo);
        using var hang = _simulator.Faults.HangExecutions(Core0);
        var answers = Enumerable.Range(0, 100).Select(i => model.TryInferAsync([X(i)]).AsTask()).ToArray();
        await hang.WhenHeld(1).WaitAsync(Patience.Long);

        await _system.Terminate().WaitAsync(Patience.Long);

        await Task.WhenAll(answers).WaitAsync(Patience.Long);
        Assert.Equal(1, _simulator.LoadedReplicas);
        hang.Release();
        Patience.Until(() => _simulator.LoadedReplicas == 0, "the unload");
        Assert.Empty(_simulator.Violations);
        Assert.IsType<InferRejected>(await model.TryInferAsync([X(1)]).AsTask().WaitAsync(Patience.Long));
    }

    [Fact]
    public async Task A_change_that_is_under_way_fails_and_a_call_that_comes_later_is_refused()
    {
        using var hang = _simulator.Faults.HangLoads(Core0);
        var load = _cores.LoadAsync(Echo);
        await hang.WhenHeld(1).WaitAsync(Patience.Long);

        await _system.Terminate().WaitAsync(Patience.Long);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => load.WaitAsync(Patience.Long));
        Assert.True(failure is NeuronRuntimeException or PlacementException, failure.ToString());
        await Assert.ThrowsAsync<PlacementException>(() => _cores.GetCoresAsync().WaitAsync(Patience.Long));
    }

    private static NamedTensor X(long value) => new("x", Tensor.From([value]));
}
