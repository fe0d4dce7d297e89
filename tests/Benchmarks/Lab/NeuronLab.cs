using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using NeuronActors.Hosting;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Simulated;

namespace NeuronActors.Benchmarks.Lab;

/// <summary>An actor system with the product on a runtime that the benchmark can also drive itself. Cores are those of the runtime.</summary>
internal sealed class NeuronLab : IDisposable
{
    private const string Base = """
        akka.loglevel = WARNING
        akka.stdout-loglevel = WARNING
        akka.log-dead-letters = off
        """;

    private readonly List<ILoadedSubgraph> _direct = [];

    private NeuronLab(INeuronRuntime runtime, string hocon)
    {
        Runtime = runtime;
        System = ActorSystem.Create(
            "benchmarks",
            ActorSystemSetup.Create(
                BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(hocon).WithFallback(Base)),
                new NeuronCoresSetup { Runtime = () => runtime }));
        Cores = NeuronCores.Get(System);
    }

    public INeuronRuntime Runtime { get; }

    public ActorSystem System { get; }

    public NeuronCores Cores { get; }

    public static NeuronLab Simulated(int cores, Conditions conditions, string hocon = "") =>
        new(new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(cores) }), $"{hocon}\n{conditions.Hocon}");

    public static NeuronLab Cpu(int cores, Conditions conditions) =>
        new(new CpuRuntime(new CpuRuntimeOptions { Cores = VisibleCores.First(cores) }), conditions.Hocon);

    /// <summary>On a runtime that was made elsewhere; it is disposed with this.</summary>
    public static NeuronLab On(INeuronRuntime runtime, Conditions conditions) => new(runtime, conditions.Hocon);

    /// <summary>Loads a model for the product, with a replica on each of its first cores.</summary>
    public NeuronModel Load(string path, int replicas)
    {
        using (new NeuronCoresContext(startNc: 0, ncCount: replicas)) return Cores.LoadAsync(path).GetAwaiter().GetResult();
    }

    /// <summary>Loads the same file once more onto each of the first cores, past the product. Its Execute is the other side.</summary>
    public ILoadedSubgraph[] LoadDirectly(string path, int replicas)
    {
        var file = ModelFile.Read(path).Subgraphs[0];
        ILoadedSubgraph[] loaded = [.. Runtime.Cores.Take(replicas).Select(core => Runtime.Load(file, core.Index))];
        _direct.AddRange(loaded);
        return loaded;
    }

    public void Dispose()
    {
        foreach (var replica in _direct) replica.Unload();
        CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).GetAwaiter().GetResult();
    }
}
