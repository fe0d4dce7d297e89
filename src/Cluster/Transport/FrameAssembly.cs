using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using Grpc.Core;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Transport;

/// <summary>
/// A frame that comes in in pieces. Its bytes are copied once, from the buffers they came in to the memory of their tensors, which belongs to
/// the message in the end.
/// </summary>
internal sealed class FrameAssembly
{
    // gRPC makes a message of its bytes without saying for which call. The flow of the code that waits for it is the only way to know.
    private static readonly AsyncLocal<FrameAssembly?> Receiving = new();

    private readonly FrameHeader _header;
    private readonly long _headBytes;
    private byte[][] _memory = [];
    private long _left;
    private int _tensor;
    private int _filled;

    /// <summary>Begins with the head.</summary>
    /// <exception cref="SerializationException">It makes no sense.</exception>
    public FrameAssembly(FrameHeader header, long headBytes)
    {
        _header = header;
        _headBytes = headBytes;
        foreach (var entry in header.Tensors)
        {
            if (entry.Bytes is < 0 or > int.MaxValue) throw new SerializationException($"The tensor '{entry.Name}' has {entry.Bytes} bytes.");
            TensorBytes += entry.Bytes;
        }

        _left = TensorBytes;
    }

    /// <summary>The one that this flow of code receives.</summary>
    public static FrameAssembly? Current => Receiving.Value;

    /// <summary>The message without its tensors.</summary>
    public INeuronWireMessage Message => _header.Message;

    /// <summary>The load of the node that answers.</summary>
    public NodeLoad? Load => _header.Load;

    /// <summary>The bytes that are to follow.</summary>
    public long TensorBytes { get; }

    /// <summary>The bytes of the whole frame.</summary>
    public long TotalBytes => _headBytes + TensorBytes;

    /// <summary>Takes the memory of the tensors, and reads until it is full. Only one call may do so.</summary>
    public async ValueTask<TensorFrame> ReceiveAsync(IAsyncStreamReader<TensorPiece> from, CancellationToken ct)
    {
        _memory = new byte[_header.Tensors.Length][];
        for (var i = 0; i < _memory.Length; i++) _memory[i] = GC.AllocateUninitializedArray<byte>((int)_header.Tensors[i].Bytes);

        // Forgotten with the end of this method.
        Receiving.Value = this;
        while (_left > 0)
        {
            if (!await from.MoveNext(ct).ConfigureAwait(false)) return TensorFrame.Flawed($"A frame of {TotalBytes} bytes ended {_left} before its end.");
        }

        return _left < 0 ? TensorFrame.Flawed($"More than the {TensorBytes} bytes of its tensors came for a frame.") : Complete();
    }

    /// <summary>Puts bytes where they belong.</summary>
    /// <returns>How many they are.</returns>
    public int Append(ReadOnlySequence<byte> data)
    {
        _left -= data.Length;
        if (_left < 0) return 0;

        foreach (var segment in data) Append(segment.Span);
        return (int)data.Length;
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var room = _memory[_tensor].AsSpan(_filled);
            var count = Math.Min(room.Length, data.Length);
            data[..count].CopyTo(room);
            data = data[count..];
            _filled += count;
            if (count < room.Length) continue;

            _tensor++;
            _filled = 0;
        }
    }

    private TensorFrame Complete()
    {
        try
        {
            var tensors = new NamedTensor[_memory.Length];
            for (var i = 0; i < tensors.Length; i++) tensors[i] = TensorFrameReader.MakeTensor(_header.Tensors[i], _memory[i]);
            return TensorFrame.Received(_header, ImmutableCollectionsMarshal.AsImmutableArray(tensors), TotalBytes);
        }
        catch (SerializationException flaw)
        {
            return TensorFrame.Flawed(flaw.Message);
        }
    }
}
