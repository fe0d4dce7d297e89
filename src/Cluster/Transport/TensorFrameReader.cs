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

    private static TensorFrame ReadSound(ReadOnlySequence<byte> frame, TimeProvider clock)
    {
        var reader = new SequenceReader<byte>(frame);
        if (!reader.TryReadLittleEndian(out int headerBytes) || headerBytes < 0 || headerBytes > reader.Remaining)
        {
            throw new SerializationException($"A frame of {frame.Length} bytes ends before its header does.");
        }

        var header = frame.Slice(TensorFrame.PrefixBytes, headerBytes);
        var data = frame.Slice(TensorFrame.PrefixBytes + headerBytes);
        if (header.IsSingleSegment) return ReadParts(header.FirstSpan, data, clock);

        var gathered = ArrayPool<byte>.Shared.Rent(headerBytes);
        try
        {
            header.CopyTo(gathered);
            return ReadParts(gathered.AsSpan(0, headerBytes), data, clock);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);
        }
    }

    private static TensorFrame ReadParts(ReadOnlySpan<byte> header, ReadOnlySequence<byte> data, TimeProvider clock)
    {
        var from = new WireReader(header, Name, clock);
        var manifest = from.Text();
        var message = NeuronWire.Read(from.Raw(from.Int()), manifest, clock);
        NodeLoad? load = from.Flag() ? new NodeLoad(from.Int(), from.Int(), from.Int()) : null;
        var entries = from.Items(LeastEntryBytes, ReadEntry);
        from.End(TensorFrame.Version);
        return TensorFrame.Received(message, ReadTensors(from, entries, data), load);
    }

    private static Entry ReadEntry(ref WireReader from) =>
        new(from.Text(), from.Code(WireCodes.Elements), TensorWire.ReadShape(ref from), from.Long());

    private static ImmutableArray<NamedTensor> ReadTensors(in WireReader from, ImmutableArray<Entry> entries, ReadOnlySequence<byte> data)
    {
        var left = data.Length;
        foreach (var entry in entries)
        {
            if (entry.Bytes < 0 || entry.Bytes > left) throw from.Malformed($"the tensor '{entry.Name}' has {entry.Bytes} bytes, and {left} are left");
            left -= entry.Bytes;
        }

        if (left > 0) throw from.Malformed($"{left} bytes belong to no tensor");
        if (entries.IsEmpty) return [];

        var tensors = new NamedTensor[entries.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            var entry = entries[i];
            var memory = GC.AllocateUninitializedArray<byte>((int)entry.Bytes);
            data.Slice(0, entry.Bytes).CopyTo(memory);
            data = data.Slice(entry.Bytes);
            tensors[i] = new NamedTensor(entry.Name, MakeTensor(from, entry, memory));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tensors);
    }

    private static Tensor MakeTensor(in WireReader from, Entry entry, byte[] memory)
    {
        try
        {
            return new Tensor(entry.Type, entry.Shape, memory);
        }
        catch (ArgumentException flaw)
        {
            throw from.Malformed($"the tensor '{entry.Name}' is none: {flaw.Message}", flaw);
        }
    }

    private readonly record struct Entry(string Name, ElementType Type, TensorShape Shape, long Bytes);
}
