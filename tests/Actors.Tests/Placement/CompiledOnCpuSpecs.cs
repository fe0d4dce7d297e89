using Akka.Actor;
using Akka.Configuration;

namespace NeuronActors.Tests.Placement;

/// <summary>Compiled graphs on the runtime that cannot run them.</summary>
public sealed class CompiledOnCpuSpecs
{
    [Fact]
    public async Task The_cpu_runtime_refuses_a_compiled_graph_and_says_where_it_would_run()
    {
        using var system = ActorSystem.Create("cpu", ConfigurationFactory.ParseString("akka.loglevel = WARNING\nneuron.visible-cores = 1"));
        var cores = NeuronCores.Get(system);

        var refusal = await Assert.ThrowsAsync<PlacementException>(() => cores.LoadAsync(Archive("01-single-v1")));

        Assert.Contains("The Cpu runtime does not execute graphs that are compiled for NeuronCores", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("The simulated runtime makes a dry run of them", refusal.Message, StringComparison.Ordinal);
        Assert.Empty((await cores.LoadAsync(Archive("08-plain-conv"))).Subgraphs);
        await system.Terminate();
    }

    private static string Archive(string name) => Path.Combine(AppContext.BaseDirectory, "archives", name, "model.pt");
}
