using NeuronActors.NativeRuntime.Cores;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Simulated.Durations;
using NeuronActors.NativeRuntime.Simulated.Faults;

namespace NeuronActors.NativeRuntime.Simulated;

/// <summary>One imagined core: its memory, its executions and its script of faults. Thread-safe.</summary>
internal sealed class SimulatedCore(VisibleCoreIndex index, SimulatedRuntimeOptions options, ViolationLog violations)
{
    private readonly Lock _memoryGate = new();
    private readonly RandomStream _random = RandomStream.For(options.Seed, index.Value);
    private long _usedBytes;
    private int _replicas;
    private int _running;
    private int _peak;
    private long _executions;

    public VisibleCoreIndex Index { get; } = index;

    public CoreFaults Faults { get; } = new();

    public ViolationLog Violations { get; } = violations;

    public CoreMemory Memory
    {
        get
        {
            lock (_memoryGate) return new CoreMemory(_usedBytes, options.MemoryPerCoreBytes);
        }
    }

    public SimulatedCoreStatistics Statistics
    {
        get
        {
            lock (_memoryGate)
            {
                return new SimulatedCoreStatistics(
                    _replicas, Volatile.Read(ref _running), Volatile.Read(ref _peak), Interlocked.Read(ref _executions));
            }
        }
    }

    /// <summary>Takes memory for a load, before it begins: of two loads at once only one gets the last bytes.</summary>
    /// <exception cref="NeuronRuntimeException">There is not so much left; the message has the numbers.</exception>
    public void TakeMemory(long bytes)
    {
        lock (_memoryGate)
        {
            if (bytes > options.MemoryPerCoreBytes - _usedBytes) throw OutOfMemory(bytes);
            _usedBytes += bytes;
        }
    }

    public void ReturnMemory(long bytes)
    {
        lock (_memoryGate) _usedBytes -= bytes;
    }

    public void AddReplica()
    {
        lock (_memoryGate) _replicas++;
    }

    /// <summary>Takes a replica off the core, and its memory with it.</summary>
    public void RemoveReplica(long bytes)
    {
        lock (_memoryGate)
        {
            _replicas--;
            _usedBytes -= bytes;
        }
    }

    public void BeginExecution()
    {
        Interlocked.Increment(ref _executions);
        var running = Interlocked.Increment(ref _running);
        if (running > Volatile.Read(ref _peak)) RaisePeak(running);
        if (running > options.ExecutionSlotsPerCore)
        {
            Violations.Add($"{running} executions at once on core {Index}; its slots: {options.ExecutionSlotsPerCore}");
        }
    }

    public void EndExecution() => Interlocked.Decrement(ref _running);

    /// <summary>Blocks for as long as a call takes, hung or not.</summary>
    /// <exception cref="NeuronRuntimeException">The call fails: by its fault, or because the core died meanwhile.</exception>
    public void TakeTime(string operation, Distribution time, CallFault fault)
    {
        var status = fault.Hang?.Hold();
        if (status is null)
        {
            PreciseSleep.For(fault.Stretch(time.Sample(_random)));
            status = fault.Status ?? Faults.Death();
        }

        if (status is { } failed) throw NeuronRuntimeException.FromStatus(failed, operation, Index);
    }

    /// <exception cref="NeuronRuntimeException">The script says that the core does not work.</exception>
    public void Probe()
    {
        if (Volatile.Read(ref _running) > 0) Violations.Add($"a probe of core {Index} while it executes");
        if (Faults.NextProbe() is { } status) throw NeuronRuntimeException.FromStatus(status, "probe", Index);
    }

    private void RaisePeak(int running)
    {
        int peak;
        do
        {
            peak = Volatile.Read(ref _peak);
        }
        while (running > peak && Interlocked.CompareExchange(ref _peak, running, peak) != peak);
    }

    private NeuronRuntimeException OutOfMemory(long bytes) => new(
        NeuronStatus.Resource.Kind(),
        "load",
        $"load on NeuronCore {Index} failed with {NeuronStatus.Resource.Describe()}: it needs {bytes} bytes, "
        + $"and of {options.MemoryPerCoreBytes} bytes {_usedBytes} are in use",
        Index,
        NeuronStatus.Resource);
}
