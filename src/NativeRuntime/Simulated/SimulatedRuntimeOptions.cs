using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Simulated.Durations;

namespace NeuronActors.NativeRuntime.Simulated;

/// <summary>What a <see cref="SimulatedRuntime"/> pretends to be. The default is one device of NeuronCore-v2 that takes no time.</summary>
public sealed record SimulatedRuntimeOptions
{
    /// <summary>The cores; <see cref="VisibleCores"/> makes them of a number or of the environment.</summary>
    public ImmutableArray<NeuronCoreInfo> Cores { get; init; } = VisibleCores.First(2);

    /// <summary>Device memory of each core, in bytes.</summary>
    public long MemoryPerCoreBytes { get; init; } = 16L << 30;

    /// <summary>
    /// How many executions one core takes at once. Each runs at full speed, as if the core were that many: the simulator does not know
    /// which part of an execution time is copies that may overlap.
    /// </summary>
    public int ExecutionSlotsPerCore { get; init; } = 1;

    /// <summary>How long a load takes, where the model's file does not say.</summary>
    public Distribution LoadTime { get; init; } = Distribution.Zero;

    /// <summary>How long an execution takes, where the model's file does not say.</summary>
    public Distribution ExecutionTime { get; init; } = Distribution.Zero;

    /// <summary>Determines the random times; the n-th of a core depends on nothing else.</summary>
    public long Seed { get; init; }

    /// <summary>The instance type that the cores belong to, for <see cref="SimulatedRuntime.Description"/>; null for none.</summary>
    public SimulatedInstance? Instance { get; init; }

    /// <summary>A whole instance.</summary>
    public static SimulatedRuntimeOptions For(SimulatedInstance instance) => new()
    {
        Instance = instance,
        Cores = VisibleCores.First(instance.Cores),
        MemoryPerCoreBytes = instance.MemoryPerCoreBytes,
    };

    /// <summary>Checks that a runtime can be made of this.</summary>
    /// <exception cref="ArgumentException">It cannot, and which property is wrong.</exception>
    public void Validate()
    {
        if (Cores.IsDefaultOrEmpty) throw new ArgumentException("A runtime needs a core.", nameof(Cores));
        if (Cores.Where((core, i) => core.Index.Value != i).Any())
        {
            throw new ArgumentException("Cores come in the order of their visible index, from 0.", nameof(Cores));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MemoryPerCoreBytes, nameof(MemoryPerCoreBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(ExecutionSlotsPerCore, 1, nameof(ExecutionSlotsPerCore));
        ArgumentNullException.ThrowIfNull(LoadTime, nameof(LoadTime));
        ArgumentNullException.ThrowIfNull(ExecutionTime, nameof(ExecutionTime));
    }
}
