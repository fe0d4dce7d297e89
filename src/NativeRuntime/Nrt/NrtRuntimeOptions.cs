using NeuronActors.NativeRuntime.Cores;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>What an <see cref="NrtRuntime"/> is started with. What libnrt reads from its environment is among it, and is fixed by the start.</summary>
public sealed record NrtRuntimeOptions
{
    /// <summary>The library's file; null looks for it by the loader's own rules, then where AWS's package puts it.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>
    /// How many cores to use, from physical core 0; null takes every core of the machine. <c>NEURON_RT_VISIBLE_CORES</c> and
    /// <c>NEURON_RT_NUM_CORES</c> come first.
    /// </summary>
    public int? CoreCount { get; init; }

    /// <summary>
    /// How long an execution may take on the device; whole seconds, rounded up. Set as <c>NEURON_RT_EXEC_TIMEOUT</c> unless the environment
    /// has it, because the library's own default has been 2, 30 and 600 seconds. A hang that it ends is told by its status.
    /// </summary>
    public TimeSpan ExecutionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much the library logs. The environment's <c>NEURON_RT_LOG_LEVEL</c> comes first.</summary>
    public NrtLogLevel LogLevel { get; init; }

    /// <summary>
    /// For how long <c>nrt_init</c> is tried again when it is refused. The cores of a process that has died are free only after a while. It
    /// is tried once more when the time is over.
    /// </summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests a core takes at once; from two on, the copies of one overlap the execution of another.</summary>
    public int ExecutionSlotsPerCore { get; init; } = 2;

    /// <summary>Whether loads, unloads and allocations pass one at a time, over all cores of the process.</summary>
    public bool SerializesLoads { get; init; } = true;

    /// <summary>What an execution with numerical errors is.</summary>
    public NumericalErrorPolicy NumericalErrors { get; init; }

    /// <summary>Takes what should stand in a log. Called on the thread at hand, during the constructor too; must not throw.</summary>
    public Action<NrtNotice>? Notify { get; init; }

    /// <summary>Checks that a runtime can be made of this.</summary>
    /// <exception cref="ArgumentException">It cannot, and which property is wrong.</exception>
    public void Validate()
    {
        if (CoreCount is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(CoreCount));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, VisibleCores.MaximumCount, nameof(CoreCount));
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ExecutionTimeout, TimeSpan.Zero, nameof(ExecutionTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(InitTimeout, TimeSpan.Zero, nameof(InitTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(ExecutionSlotsPerCore, 1, nameof(ExecutionSlotsPerCore));
    }
}
