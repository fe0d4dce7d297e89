using Microsoft.Extensions.Logging;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Simulated.Durations;

namespace NeuronActors.Configuration;

/// <summary>Makes the runtime that the settings name, with the cores that environment and settings leave to it.</summary>
internal static class RuntimeFactory
{
    /// <exception cref="VisibleCoresException">A variable or setting of visible cores is malformed.</exception>
    /// <exception cref="NeuronRuntimeException">The runtime is not to be had on this machine.</exception>
    /// <param name="settings">The settings.</param>
    /// <param name="log">Where a runtime says what somebody should read; event ids 1400 to 1499.</param>
    public static INeuronRuntime Create(NeuronSettings settings, ILogger log) => settings.Runtime switch
    {
        RuntimeKind.Cpu => new CpuRuntime(new CpuRuntimeOptions
        {
            Cores = Resolve(settings, settings.Cpu.Cores, total: null),
            IntraOpThreads = settings.Cpu.IntraOpThreads,
        }),
        RuntimeKind.Simulated => Simulated(settings),
        RuntimeKind.Nrt => Nrt(settings, log),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Runtime, "No such runtime."),
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

    private static NrtRuntime Nrt(NeuronSettings settings, ILogger log) => new(new NrtRuntimeOptions
    {
        LibraryPath = settings.Nrt.Library,
        CoreCount = settings.VisibleCores,
        ExecutionSlotsPerCore = settings.Nrt.ExecutionSlots,
        ExecutionTimeout = settings.Nrt.ExecutionTimeout,
        InitTimeout = settings.Nrt.InitTimeout,
        SerializesLoads = settings.Nrt.SerializesLoads,
        NumericalErrors = settings.Nrt.NumericalErrors,
        LogLevel = settings.Nrt.LogLevel,
        Notify = notice => RuntimeLog.Write(log, notice),
    });

    private static ImmutableArray<NeuronCoreInfo> Resolve(NeuronSettings settings, int byDefault, int? total) =>
        VisibleCores.Resolve(Environment.GetEnvironmentVariable, settings.VisibleCores, byDefault, total);
}
