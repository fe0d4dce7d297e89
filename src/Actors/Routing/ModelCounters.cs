namespace NeuronActors.Routing;

/// <summary>
/// What a model's router has done and holds. Written by the router, read by anyone, so each number is right and a set of them may be a
/// moment apart.
/// </summary>
internal sealed class ModelCounters
{
    private static readonly int Reasons = Enum.GetValues<RejectionReason>().Length;

    private readonly long[] _rejected = new long[Reasons];
    private long _completed;
    private long _failed;
    private long _retried;
    private int _waiting;
    private int _inFlight;
    private long _oldestAcceptedAt;

    public long Completed => Volatile.Read(ref _completed);

    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Executions that were repeated on another core after a fault.</summary>
    public long Retried => Volatile.Read(ref _retried);

    /// <summary>Requests that wait for a replica.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Requests that are with a replica.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Since when the oldest waiting request has been here, as a timestamp; 0 when none waits.</summary>
    public long OldestAcceptedAt => Volatile.Read(ref _oldestAcceptedAt);

    public long Rejected(RejectionReason reason) => Volatile.Read(ref _rejected[(int)reason]);

    public void CountCompleted() => Volatile.Write(ref _completed, _completed + 1);

    public void CountFailed() => Volatile.Write(ref _failed, _failed + 1);

    public void CountRetried() => Volatile.Write(ref _retried, _retried + 1);

    public void CountRejected(RejectionReason reason) => Volatile.Write(ref _rejected[(int)reason], _rejected[(int)reason] + 1);

    public void Show(int waiting, int inFlight, long oldestAcceptedAt)
    {
        Volatile.Write(ref _waiting, waiting);
        Volatile.Write(ref _inFlight, inFlight);
        Volatile.Write(ref _oldestAcceptedAt, oldestAcceptedAt);
    }
}
