using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using NeuronActors.Hosting;
using NeuronActors.NativeRuntime.Simulated;
using Xunit.Abstractions;

namespace NeuronActors.Tests;

/// <summary>
/// A system with the runtime on simulated cores, for specs. What crosses an actor boundary and is not marked as local is serialised, as
/// it would be between nodes. After each spec nothing may be left: no replica, and no breach of the runtime's contract.
/// </summary>
public abstract class NeuronSpec : TestKit
{
    /// <summary>Long enough for a busy machine; nothing in a spec takes that long unless it has failed.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Base = """
        akka.loglevel = WARNING
        akka.actor.serialize-messages = on
        neuron.core.watchdog-interval = 20ms
        neuron.core.probe-interval = 20ms
        neuron.core.probe-interval-max = 200ms
        """;

    protected NeuronSpec(ITestOutputHelper output, int cores = 4, string hocon = "", SimulatedRuntimeOptions? options = null)
        : this(output, new SimulatedRuntime((options ?? new SimulatedRuntimeOptions { Cores = VisibleCores.First(cores) }) with
        {
            Cores = VisibleCores.First(cores),
        }), hocon)
    {
    }

    private NeuronSpec(ITestOutputHelper output, SimulatedRuntime runtime, string hocon)
        : base(Setup(runtime, hocon), output: output)
    {
        Simulator = runtime;
        Cores = NeuronCores.Get(Sys);
    }

    protected SimulatedRuntime Simulator { get; }

    protected NeuronCores Cores { get; }

    protected static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);

    protected static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);

    protected static NamedTensor X(params long[] values) => new("x", Tensor.From(values));

    protected static long[] Y(InferCompleted completed) => completed["y"].AsSpan<long>().ToArray();

    protected static VisibleCoreIndex[] OnCores(params int[] indices) => [.. indices.Select(i => new VisibleCoreIndex(i))];

    protected override void AfterAll()
    {
        CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).WaitAsync(Patience).GetAwaiter().GetResult();
        base.AfterAll();
        Assert.Empty(Simulator.Violations);
        Assert.Equal(0, Simulator.LoadedReplicas);
    }

    private static ActorSystemSetup Setup(SimulatedRuntime runtime, string hocon) =>
        ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(hocon).WithFallback(Base)),
            new NeuronCoresSetup { Runtime = () => runtime });
}
