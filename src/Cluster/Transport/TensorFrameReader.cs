using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Transport;

/// <summary>
/// Reads a <see cref="TensorFrame"/>. Each tensor is copied once, from the buffers it came in to memory of its own and of exactly its
/// size; that memory then belongs to the message, and nobody has to give it back.
/// </summary>
internal static class TensorFrameReader
{
    // Two counts, a code and a count of data.
    private const int LeastEntryBytes = sizeof(int) + sizeof(byte) + sizeof(int) + sizeof(long);

    // For the text of errors.
    private const string Name = "frame";

    /// <summary>Reads a frame. Nothing is allocated for a tensor before its bytes are known to be there.</summary>
    public static TensorFrame Read(ReadOnlySequence<byte> frame, TimeProvider clock)
    {
        try
        {
            return ReadSound(frame, clock);
        }
        catch (SerializationException flaw)
        {
            return TensorFrame.Flawed(flaw.Message);
        }
    }

    /// <summary>
    /// Reads a message of gRPC's. While the flow of calls receives a frame in pieces, its bytes go straight to where they belong; the head of
    /// one allocates nothing.
    /// </summary>
    public static TensorPiece ReadPiece(ReadOnlySequence<byte> message, TimeProvider clock)
    {
        if (FrameAssembly.Current is { } receiving) return TensorPiece.Received(receiving.Append(message));

        try
        {
            return IsHead(message, out var headerBytes)
                ? TensorPiece.Received(new FrameAssembly(ReadHeader(message, headerBytes, clock, out _), message.Length))
                : TensorPiece.Received(ReadSound(message, clock));
        }
        catch (SerializationException flaw)
        {
            return TensorPiece.Received(TensorFrame.Flawed(flaw.Message));
        }
    }

    /// <summary>Makes a tensor of what the header says of it, and its bytes.</summary>
    /// <exception cref="SerializationException">They do not fit each other.</exception>
    public static NamedTensor MakeTensor(FrameHeader.Entry entry, byte[] memory)
    {
        try
        {
            return new NamedTensor(entry.Name, new Tensor(entry.Type, entry.Shape, memory));
        }
        catch (ArgumentException flaw)
        {
            throw new SerializationException($"The tensor '{entry.Name}' is none: {flaw.Message}", flaw);
        }
    }

    private static bool IsHead(ReadOnlySequence<byte> message, out int headerBytes)
    {
        var reader = new SequenceReader<byte>(message);
        var isHead = reader.TryReadLittleEndian(out headerBytes) && headerBytes < 0;
        headerBytes &= TensorFrame.CountMask;
        return isHead;
    }

    private static TensorFrame ReadSound(ReadOnlySequence<byte> frame, TimeProvider clock)
    {
        var reader = new SequenceReader<byte>(frame);
        if (!reader.TryReadLittleEndian(out int headerBytes)) headerBytes = -1;
        var header = ReadHeader(frame, headerBytes, clock, out var data);
        return TensorFrame.Received(header, ReadTensors(header.Tensors, data), frame.Length);
    }

    private static FrameHeader ReadHeader(ReadOnlySequence<byte> frame, int headerBytes, TimeProvider clock, out ReadOnlySequence<byte> data)
    {
        if (headerBytes < 0 || headerBytes > frame.Length - TensorFrame.PrefixBytes)
        {
            throw new SerializationException($"A frame of {frame.Length} bytes ends before its header does.");
        }

        var header = frame.Slice(TensorFrame.PrefixBytes, headerBytes);
        data = frame.Slice(TensorFrame.PrefixBytes + headerBytes);
        if (header.IsSingleSegment) return ReadHeader(header.FirstSpan, clock);

        var gathered = ArrayPool<byte>.Shared.Rent(headerBytes);
        try
        {
            header.CopyTo(gathered);
            return ReadHeader(gathered.AsSpan(0, headerBytes), clock);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);
        }
    }

    private static FrameHeader ReadHeader(ReadOnlySpan<byte> header, TimeProvider clock)
    {
        var from = new WireReader(header, Name, clock);
        var manifest = from.Text();
        var message = NeuronWire.Read(from.Raw(from.Int()), manifest, clock);
        NodeLoad? load = from.Flag() ? new NodeLoad(from.Int(), from.Int(), from.Int()) : null;
        var entries = from.Items(LeastEntryBytes, ReadEntry);
        from.End(TensorFrame.Version);
        return new FrameHeader(message, load, entries);
    }

    private static FrameHeader.Entry ReadEntry(ref WireReader from) =>
        new(from.Text(), from.Code(WireCodes.Elements), TensorWire.ReadShape(ref from), from.Long());

    private static ImmutableArray<NamedTensor> ReadTensors(ImmutableArray<FrameHeader.Entry> entries, ReadOnlySequence<byte> data)
    {
        var left = data.Length;
        foreach (var entry in entries)
        {
            if (entry.Bytes < 0 || entry.Bytes > left)
            {
                throw new SerializationException($"The tensor '{entry.Name}' has {entry.Bytes} bytes, and {left} are left in its frame.");
            }

            left -= entry.Bytes;
        }

        if (left > 0) throw new SerializationException($"{left} bytes of a frame belong to no tensor.");
        if (entries.IsEmpty) return [];

        var tensors = new NamedTensor[entries.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            var memory = GC.AllocateUninitializedArray<byte>((int)entries[i].Bytes);
            data.Slice(0, memory.Length).CopyTo(memory);
            data = data.Slice(memory.Length);
            tensors[i] = MakeTensor(entries[i], memory);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tensors);
    }
}
