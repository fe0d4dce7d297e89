using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Serialization;
using Grpc.Core;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Transport;

/// <summary>Writes a <see cref="TensorFrame"/> straight into the buffer that gRPC sends: the tensors are copied once, from their memory to there.</summary>
internal static class TensorFrameWriter
{
    /// <summary>Writes a piece of a frame. What is left of a deadline is taken when its header is written.</summary>
    public static void Write(TensorPiece piece, SerializationContext context, TimeProvider clock)
    {
        var frame = piece.Frame!;
        var head = TensorFrame.PrefixBytes + frame.HeaderBytes;

        // With the length said beforehand gRPC lends its own buffer; without, it would gather everything in one more.
        context.SetPayloadLength(piece.IsWhole ? checked((int)frame.TotalBytes) : piece.IsHead ? head : piece.Count);
        var to = context.GetBufferWriter();
        if (piece.IsWhole) Write(frame, to, clock);
        else if (piece.IsHead) WriteHead(frame, frame.HeaderBytes | ~TensorFrame.CountMask, to, clock);
        else WriteTensors(frame, piece.Offset, piece.Count, to);
        context.Complete();
    }

    /// <summary>Writes a frame.</summary>
    public static void Write(TensorFrame frame, IBufferWriter<byte> to, TimeProvider clock)
    {
        WriteHead(frame, frame.HeaderBytes, to, clock);
        foreach (var named in frame.Tensors) to.Write(named.Tensor.Data.Span);
    }

    /// <summary>Writes a frame into memory of its size.</summary>
    public static void Write(TensorFrame frame, Span<byte> to, TimeProvider clock)
    {
        WriteHead(frame, frame.HeaderBytes, to[..(TensorFrame.PrefixBytes + frame.HeaderBytes)], clock);
        to = to[(TensorFrame.PrefixBytes + frame.HeaderBytes)..];
        foreach (var named in frame.Tensors)
        {
            named.Tensor.Data.Span.CopyTo(to);
            to = to[named.Tensor.Data.Length..];
        }
    }

    /// <summary>Writes the header, or measures it.</summary>
    /// <exception cref="SerializationException">Something that has to be there is missing.</exception>
    public static void WriteHeader(ref WireWriter to, TensorFrame frame)
    {
        to.Byte(TensorFrame.Version);
        to.Text(NeuronWire.ManifestOf(frame.Message!));
        to.Int(frame.MessageBytes);
        NeuronWire.Write(ref to, frame.Message!);
        to.Flag(frame.Load.HasValue);
        if (frame.Load is { } load)
        {
            to.Int(load.Waiting);
            to.Int(load.InFlight);
            to.Int(load.Ready);
        }

        to.Items(frame.Tensors, WriteEntry);
    }

    private static void WriteHead(TensorFrame frame, int prefix, IBufferWriter<byte> to, TimeProvider clock)
    {
        var count = TensorFrame.PrefixBytes + frame.HeaderBytes;
        WriteHead(frame, prefix, to.GetSpan(count)[..count], clock);
        to.Advance(count);
    }

    private static void WriteHead(TensorFrame frame, int prefix, Span<byte> to, TimeProvider clock)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, prefix);
        var header = new WireWriter(to[TensorFrame.PrefixBytes..], clock);
        WriteHeader(ref header, frame);
    }

    private static void WriteTensors(TensorFrame frame, long offset, int count, IBufferWriter<byte> to)
    {
        foreach (var named in frame.Tensors)
        {
            var data = named.Tensor.Data.Span;
            if (offset >= data.Length)
            {
                offset -= data.Length;
                continue;
            }

            var part = data[(int)offset..];
            if (part.Length > count) part = part[..count];
            to.Write(part);
            count -= part.Length;
            if (count == 0) return;

            offset = 0;
        }
    }

    private static void WriteEntry(ref WireWriter to, NamedTensor named)
    {
        to.Text(named.Name);
        var tensor = named.Tensor ?? throw new SerializationException($"'{named.Name}' has no tensor.");
        to.Code(WireCodes.Elements, tensor.ElementType);
        TensorWire.Write(ref to, tensor.Shape);
        to.Long(tensor.Data.Length);
    }
}
