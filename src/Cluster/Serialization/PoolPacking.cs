using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.Serialization;

namespace NeuronActors.Cluster.Serialization;

/// <summary>
/// Makes large messages small, so that tables of a hundred nodes go into one frame: names and addresses stand in them over and over.
/// A packed message: u8 255, which is no version | i32 bytes of the message | the message, compressed by Brotli.
/// </summary>
internal static class PoolPacking
{
    /// <summary>What is shorter goes as it is.</summary>
    public const int PackFrom = 4096;

    /// <summary>What claims to be larger when it is unpacked is refused before anything is allocated for it.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const byte Mark = byte.MaxValue;
    private const int HeaderBytes = sizeof(byte) + sizeof(int);

    // Tables shrink to a tenth at the second level already, and higher ones take ten times as long for little more.
    private const int Quality = 2;
    private const int Window = 22;

    /// <summary>The message as it goes on the wire.</summary>
    public static byte[] Pack(byte[] message)
    {
        if (message.Length < PackFrom || message.Length > MaxBytes) return message;

        var packed = new byte[HeaderBytes + BrotliEncoder.GetMaxCompressedLength(message.Length)];
        if (!BrotliEncoder.TryCompress(message, packed.AsSpan(HeaderBytes), out var count, Quality, Window)) return message;

        packed[0] = Mark;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), message.Length);
        return packed[..(HeaderBytes + count)];
    }

    /// <summary>The message that came, packed or not.</summary>
    /// <exception cref="SerializationException">It is packed, and damaged.</exception>
    public static byte[] Unpack(byte[] bytes)
    {
        if (bytes.Length < HeaderBytes || bytes[0] != Mark) return bytes;

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(1));
        if (length is < PackFrom or > MaxBytes) throw new SerializationException($"A packed message claims {length} bytes; {PackFrom} to {MaxBytes} can be.");

        var message = new byte[length];
        return BrotliDecoder.TryDecompress(bytes.AsSpan(HeaderBytes), message, out var count) && count == length
            ? message
            : throw new SerializationException($"A packed message of {length} bytes cannot be unpacked.");
    }
}
