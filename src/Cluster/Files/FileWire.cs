using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace NeuronActors.Cluster.Files;

/// <summary>
/// How requests for files and their bytes travel. A request: u8 version, 1 | 32 bytes of SHA-256 | i64 offset, little-endian; what follows
/// in a later version is skipped. A chunk is the bytes and nothing else.
/// </summary>
internal static class FileWire
{
    private const byte Version = 1;
    private const int RequestBytes = sizeof(byte) + ContentHash.Size + sizeof(long);

    public static Marshaller<FileRequest> Requests { get; } = Marshallers.Create<FileRequest>(Write, ReadRequest);

    public static Marshaller<FileChunk> Chunks { get; } =
        Marshallers.Create<FileChunk>(Write, static context => new FileChunk(context.PayloadAsReadOnlySequence()));

    private static void Write(FileRequest request, SerializationContext context)
    {
        context.SetPayloadLength(RequestBytes);
        var to = context.GetBufferWriter();
        var room = to.GetSpan(RequestBytes);
        room[0] = Version;
        request.Hash.CopyTo(room[1..]);
        BinaryPrimitives.WriteInt64LittleEndian(room[(1 + ContentHash.Size)..], request.Offset);
        to.Advance(RequestBytes);
        context.Complete();
    }

    private static FileRequest ReadRequest(DeserializationContext context)
    {
        var payload = context.PayloadAsReadOnlySequence();
        Span<byte> bytes = stackalloc byte[RequestBytes];
        if (payload.Length < RequestBytes) return new FileRequest(default, -1);

        payload.Slice(0, RequestBytes).CopyTo(bytes);
        return bytes[0] == 0 || (bytes[0] == Version && payload.Length > RequestBytes)
            ? new FileRequest(default, -1)
            : new FileRequest(new ContentHash(bytes.Slice(1, ContentHash.Size)), BinaryPrimitives.ReadInt64LittleEndian(bytes[(1 + ContentHash.Size)..]));
    }

    private static void Write(FileChunk chunk, SerializationContext context)
    {
        context.SetPayloadLength(chunk.Bytes.Length);
        context.GetBufferWriter().Write(chunk.Bytes.Span);
        context.Complete();
    }
}
