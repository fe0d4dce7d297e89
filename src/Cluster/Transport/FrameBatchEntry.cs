using System.Buffers;

namespace NeuronActors.Cluster.Transport;

/// <summary>What one request has to say.</summary>
/// <param name="Id">The request, by the number that the node that sent it gave it; of no meaning beyond the call.</param>
/// <param name="Kind">What is said.</param>
/// <param name="Bytes">How it is laid out; of one that came in, it has been read and is not kept.</param>
/// <param name="Frame">The frame that came in.</param>
internal readonly record struct FrameBatchEntry(long Id, FrameBatchKind Kind, ReadOnlyMemory<byte> Bytes, TensorFrame? Frame)
{
    private byte[]? Rented { get; init; }

    /// <summary>A frame on its way out. It is laid out here and now, so that the memory of its tensors is its owner's again.</summary>
    public static FrameBatchEntry Of(long id, TensorFrame frame, TimeProvider clock)
    {
        var bytes = checked((int)frame.TotalBytes);
        var rented = ArrayPool<byte>.Shared.Rent(bytes);
        TensorFrameWriter.Write(frame, rented.AsSpan(0, bytes), clock);
        return new FrameBatchEntry(id, FrameBatchKind.Frame, rented.AsMemory(0, bytes), null) { Rented = rented };
    }

    /// <summary>The request is taken back.</summary>
    public static FrameBatchEntry TakenBack(long id) => new(id, FrameBatchKind.TakenBack, default, null);

    /// <summary>The answer is too large to be told here, and waits to be collected with a ticket.</summary>
    public static FrameBatchEntry Parked(long id, Guid ticket) => new(id, FrameBatchKind.Parked, ticket.ToByteArray(), null);

    /// <summary>Gives its memory back.</summary>
    public void Release()
    {
        if (Rented is not null) ArrayPool<byte>.Shared.Return(Rented);
    }
}
