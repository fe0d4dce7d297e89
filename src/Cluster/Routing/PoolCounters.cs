namespace NeuronActors.Cluster.Routing;

/// <summary>Counts what goes between this node and the others. Thread-safe; some nanoseconds for a request that goes elsewhere, and none for one that stays.</summary>
internal sealed class PoolCounters
{
    private long _completed;
    private long _refused;
    private long _failed;
    private long _lost;
    private long _served;
    private long _bytesSent;
    private long _bytesReceived;

    public PoolTraffic Read() => new(
        Volatile.Read(ref _completed),
        Volatile.Read(ref _refused),
        Volatile.Read(ref _failed),
        Volatile.Read(ref _lost),
        Volatile.Read(ref _served),
        Volatile.Read(ref _bytesSent),
        Volatile.Read(ref _bytesReceived));

    /// <summary>A request goes to another node.</summary>
    public void Sent(Infer request) => Interlocked.Add(ref _bytesSent, BytesOf(request.Inputs));

    /// <summary>Another node has answered one.</summary>
    public void Answered(InferAnswer answer)
    {
        switch (answer)
        {
            case InferCompleted completed:
                Interlocked.Increment(ref _completed);
                Interlocked.Add(ref _bytesReceived, BytesOf(completed.Outputs));
                break;
            case InferFailed:
                Interlocked.Increment(ref _failed);
                break;
            default:
                Interlocked.Increment(ref _refused);
                break;
        }
    }

    /// <summary>The node that had one was lost.</summary>
    public void Lost() => Interlocked.Increment(ref _lost);

    /// <summary>A request of another node has been answered here.</summary>
    public void Served(Infer request, InferAnswer answer)
    {
        Interlocked.Increment(ref _served);
        Interlocked.Add(ref _bytesReceived, BytesOf(request.Inputs));
        if (answer is InferCompleted completed) Interlocked.Add(ref _bytesSent, BytesOf(completed.Outputs));
    }

    private static long BytesOf(ImmutableArray<NamedTensor> tensors)
    {
        var bytes = 0L;
        foreach (var (_, tensor) in tensors) bytes += tensor.Data.Length;
        return bytes;
    }
}
