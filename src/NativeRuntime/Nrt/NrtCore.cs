using System.Diagnostics;
using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>What is remembered of one core: whether it hangs, what is loaded on it, and what its executions took. Thread-safe.</summary>
internal sealed class NrtCore(VisibleCoreIndex index)
{
    // Success stands for "does not hang".
    private int _wedge;
    private int _replicas;
    private long _bytes;
    private long _executions;
    private long _writeTicks;
    private long _executeTicks;
    private long _readTicks;
    private long _numericalErrors;

    public VisibleCoreIndex Index { get; } = index;

    /// <summary>The status of the execution that hung; null while none has.</summary>
    public NeuronStatus? Wedge => Volatile.Read(ref _wedge) is not 0 and var status ? (NeuronStatus)status : null;

    /// <summary>How many replicas are loaded on it.</summary>
    public int Replicas => Volatile.Read(ref _replicas);

    /// <summary>The memory of its replicas.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public NrtStepTimes Times => new(
        Interlocked.Read(ref _executions),
        Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _writeTicks)),
        Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _executeTicks)),
        Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _readTicks)),
        Interlocked.Read(ref _numericalErrors));

    public void Add(long bytes)
    {
        Interlocked.Increment(ref _replicas);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Remove(long bytes)
    {
        Interlocked.Decrement(ref _replicas);
        Interlocked.Add(ref _bytes, -bytes);
    }

    /// <summary>
    /// Marks the core when a status says that something on it hung: a time-out, a hang of collectives, an overflow of the notification
    /// queue, or an execution unit in limbo. From then on nothing on it is unloaded, freed or tried.
    /// </summary>
    public void Judge(NeuronStatus status)
    {
        if (status.NeedsNewProcess() || status is NeuronStatus.Timeout or NeuronStatus.CollectivesHang)
        {
            Interlocked.CompareExchange(ref _wedge, (int)status, 0);
        }
    }

    /// <exception cref="NeuronRuntimeException">The core hangs.</exception>
    public void ThrowIfWedged(string operation)
    {
        if (Wedge is not { } status) return;

        var message = $"{operation} on NeuronCore {Index} is refused: an execution there hung with {status.Describe()}. "
            + "What is loaded on it is not touched any more, and only a new process brings the core back";
        throw new NeuronRuntimeException(RuntimeErrorKind.DeviceFault, operation, message, Index, status);
    }

    /// <summary>Counts one execution by the times at which its steps began and ended.</summary>
    public void Count(long began, long written, long executed, long read)
    {
        Interlocked.Increment(ref _executions);
        Interlocked.Add(ref _writeTicks, written - began);
        Interlocked.Add(ref _executeTicks, executed - written);
        Interlocked.Add(ref _readTicks, read - executed);
    }

    /// <summary>Counts a numerical error; true for the first on this core.</summary>
    public bool CountNumericalError() => Interlocked.Increment(ref _numericalErrors) == 1;
}
