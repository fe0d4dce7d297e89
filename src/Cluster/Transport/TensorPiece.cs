namespace NeuronActors.Cluster.Transport;

/// <summary>
/// One message of gRPC's: a <see cref="TensorFrame"/> as a whole, or a piece of one that is larger than <see cref="MostBytes"/>. Those begin
/// with their head alone, and the bytes of the tensors follow in pieces.
/// </summary>
/// <remarks>
/// <code>
/// whole   frame
/// head    i32 count of bytes of the header, its highest bit set | header
/// data    the next bytes of the tensors, across their borders
/// </code>
/// </remarks>
internal sealed class TensorPiece
{
    /// <summary>
    /// The most bytes of data in a piece. gRPC's client takes a buffer for each, in a size that is a power of two, with five bytes of its own
    /// in it.
    /// </summary>
    public const int MostBytes = 256 * 1024 - 64;

    private TensorPiece(TensorFrame? frame, FrameAssembly? begun, long offset, int count) =>
        (Frame, Begun, Offset, Count) = (frame, begun, offset, count);

    /// <summary>On the way out, the frame that it is a piece of; one that came in, when it came as a whole or is none.</summary>
    public TensorFrame? Frame { get; }

    /// <summary>What came in as a head, and waits for the rest.</summary>
    public FrameAssembly? Begun { get; }

    /// <summary>Where in the bytes of all tensors it begins; −1 for the whole frame, −2 for its head.</summary>
    public long Offset { get; }

    /// <summary>Its bytes of tensors; of one that came in, those that were taken.</summary>
    public int Count { get; }

    /// <summary>Whether it is a whole frame on its way out.</summary>
    public bool IsWhole => Offset == Whole;

    /// <summary>Whether it is a head on its way out.</summary>
    public bool IsHead => Offset == Head;

    private const int Whole = -1;
    private const int Head = -2;

    /// <summary>A frame on its way out, if it is small enough for one.</summary>
    public static TensorPiece? TryOne(TensorFrame frame) => frame.TotalBytes <= MostBytes ? new TensorPiece(frame, null, Whole, 0) : null;

    /// <summary>A frame on its way out in pieces.</summary>
    public static IEnumerable<TensorPiece> Cut(TensorFrame frame)
    {
        yield return new TensorPiece(frame, null, Head, 0);
        for (long offset = 0; offset < frame.TensorBytes; offset += MostBytes)
        {
            yield return new TensorPiece(frame, null, offset, (int)Math.Min(MostBytes, frame.TensorBytes - offset));
        }
    }

    /// <summary>A whole frame that came in, or something that is none.</summary>
    public static TensorPiece Received(TensorFrame frame) => new(frame, null, Whole, 0);

    /// <summary>A head that came in.</summary>
    public static TensorPiece Received(FrameAssembly begun) => new(null, begun, Head, 0);

    /// <summary>Data that came in, and is where it belongs.</summary>
    public static TensorPiece Received(int count) => new(null, null, 0, count);
}
