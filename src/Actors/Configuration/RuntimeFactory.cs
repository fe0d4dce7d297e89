using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Simulated.Durations;

namespace NeuronActors.Configuration;

/// <summary>Makes the runtime that the settings name, with the cores that environment and settings leave to it.</summary>
internal static class RuntimeFactory
{
    /// <exception cref="VisibleCoresException">A variable or setting of visible cores is malformed.</exception>
    /// <exception cref="NeuronRuntimeException">The runtime is not to be had on this machine.</exception>
    public static INeuronRuntime Create(NeuronSettings settings) => settings.Runtime switch
    {
        RuntimeKind.Cpu => new CpuRuntime(new CpuRuntimeOptions
        {
            Cores = Resolve(settings, settings.Cpu.Cores, total: null),
            IntraOpThreads = settings.Cpu.IntraOpThreads,
        }),
        RuntimeKind.Simulated => Simulated(settings),
        _ => throw new NeuronRuntimeException(
            RuntimeErrorKind.UnsupportedModel, "start", $"The {settings.Runtime} runtime is not part of this version. There are cpu and simulated."),
    };

    private static SimulatedRuntime Simulated(NeuronSettings settings)
    {
        var instance = SimulatedInstance.Named(settings.Simulated.Instance);
        return new SimulatedRuntime(SimulatedRuntimeOptions.For(instance) with
        {
            Cores = Resolve(settings, instance.Cores, instance.Cores),
            LoadTime = Distribution.Parse(settings.Simulated.LoadTime),
            ExecutionTime = Distribution.Parse(settings.Simulated.ExecutionTime),
        });
    }

    private static ImmutableArray<NeuronCoreInfo> Resolve(NeuronSettings settings, int byDefault, int? total) =>
        VisibleCores.Resolve(Environment.GetEnvironmentVariable, settings.VisibleCores, byDefault, total);
}
