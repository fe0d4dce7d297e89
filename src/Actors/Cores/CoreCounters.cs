namespace NeuronActors.Cores;

/// <summary>
/// What a core has done since the start. Written by its lane's threads, read by anyone; the numbers outlive a lane.
/// </summary>
internal sealed class CoreCounters
{
    private long _executed;
    private long _failed;
    private long _busyTicks;

    public long Executed => Interlocked.Read(ref _executed);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The time spent in executions.</summary>
    public TimeSpan Busy => new(Interlocked.Read(ref _busyTicks));

    public void CountExecuted(long ticks)
    {
        Interlocked.Increment(ref _executed);
        Interlocked.Add(ref _busyTicks, ticks);
    }

    public void CountFailed() => Interlocked.Increment(ref _failed);
}
