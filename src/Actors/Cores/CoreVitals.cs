namespace NeuronActors.Cores;

/// <summary>What is to be seen of a core. Written by its actor, read by anyone; the numbers are a moment apart at most.</summary>
internal sealed class CoreVitals(NeuronCoreInfo info)
{
    private volatile Health _health = new(CoreState.Ready, null);
    private volatile CoreLane? _lane;
    private long _memoryUsed;
    private long _memoryLimit = -1;

    public NeuronCoreInfo Info => info;

    public CoreCounters Counters { get; } = new();

    public CoreState State => _health.State;

    /// <summary>Why the core is out of service; null while it is in service.</summary>
    public string? Reason => _health.Reason;

    public int InFlight => _lane?.InFlight ?? 0;

    public CoreMemory Memory =>
        new(Volatile.Read(ref _memoryUsed), Volatile.Read(ref _memoryLimit) is >= 0 and var limit ? limit : null);

    public void InService(CoreLane lane)
    {
        _lane = lane;
        _health = new Health(CoreState.Ready, null);
    }

    public void OutOfService(CoreState state, string reason) => _health = new Health(state, reason);

    public void Measured(CoreMemory memory)
    {
        Volatile.Write(ref _memoryUsed, memory.UsedBytes);
        Volatile.Write(ref _memoryLimit, memory.LimitBytes ?? -1);
    }

    private sealed record Health(CoreState State, string? Reason);
}
