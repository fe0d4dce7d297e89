using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Rest.Bodies;

/// <summary>Reads a body into one block of memory, unpacked.</summary>
internal static class BodyReader
{
    // What a client only says that it will send is believed up to here; more is rented once this much has come.
    private const int BelievedBytes = 4 << 20;
    private const int FirstBytes = 16 << 10;

    /// <summary>The alignment of the largest elements, and of an array's own first byte.</summary>
    private const int Alignment = 8;

    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes, packed and unpacked.</param>
    /// <param name="alignAt">The place in the body that is to be aligned for elements of any type: where its first tensor begins.</param>
    /// <param name="memory">Where the block comes from.</param>
    /// <param name="cancellationToken">The client went away.</param>
    /// <exception cref="ServingException">It is too large, packed in a way that nobody knows, or cannot be unpacked.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        HttpRequest request, long limit, long alignAt, RequestMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadCoreAsync(request, limit, alignAt, memory, cancellationToken);
        }
        catch (BadHttpRequestException bad)
        {
            throw bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge(limit) : new ServingException(ServingError.Invalid(bad.Message));
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadCoreAsync(
        HttpRequest request, long limit, long alignAt, RequestMemory memory, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit) throw TooLarge(limit);

        var start = (int)((Alignment - (alignAt % Alignment)) % Alignment);
        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count == 0) return await ReadPlainAsync(request, limit, start, memory, cancellationToken);

        await using var unpacked = Unpack(request.Body, encoding.ToString().Trim());
        if (unpacked is null) return await ReadPlainAsync(request, limit, start, memory, cancellationToken);
        try
        {
            return await ReadStreamAsync(unpacked, limit, start, memory, cancellationToken);
        }
        catch (InvalidDataException malformed)
        {
            throw new ServingException(ServingError.Invalid($"The body cannot be unpacked as {encoding}: {malformed.Message}"));
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadPlainAsync(
        HttpRequest request, long limit, int start, RequestMemory memory, CancellationToken cancellationToken)
    {
        var expected = request.ContentLength;
        var block = memory.Rent(start + (int)Math.Min(expected ?? FirstBytes, BelievedBytes));
        var length = 0;
        for (PipeReader pipe = request.BodyReader; ;)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var bytes = read.Buffer;
            if (length + bytes.Length > limit)
            {
                // Given back, so that the server can drop the rest.
                pipe.AdvanceTo(bytes.End);
                throw TooLarge(limit);
            }

            var needed = start + length + (int)bytes.Length;
            if (needed > block.Length) block = memory.Grow(block, start + length, Next(needed, start, expected, limit));
            bytes.CopyTo(block.AsSpan(start + length));
            length += (int)bytes.Length;
            pipe.AdvanceTo(bytes.End);
            if (read.IsCompleted) return block.AsMemory(start, length);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadStreamAsync(
        Stream stream, long limit, int start, RequestMemory memory, CancellationToken cancellationToken)
    {
        var block = memory.Rent(start + FirstBytes);
        var length = 0;
        while (true)
        {
            if (start + length == block.Length) block = memory.Grow(block, start + length, Next(block.Length + 1, start, null, limit + 1));
            var read = await stream.ReadAsync(block.AsMemory(start + length), cancellationToken);
            if (read == 0) return block.AsMemory(start, length);

            length += read;
            if (length > limit) throw TooLarge(limit);
        }
    }

    private static int Next(int needed, int start, long? expected, long limit)
    {
        var wanted = expected is { } all ? start + all : Math.Min(2L * needed, start + limit);
        return (int)Math.Min(Array.MaxLength, Math.Max(wanted, needed));
    }

    // What is named deflate on the web is the zlib form of it.
    private static Stream? Unpack(Stream body, string encoding) => encoding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
        "identity" or "" => null,
        _ => throw new ServingException(ServingError.Invalid($"A body packed as '{encoding}' is not understood; gzip and deflate are.")),
    };

    private static ServingException TooLarge(long limit) =>
        new(new ServingError(ServingErrorKind.TooLarge, $"The body is larger than the {limit} bytes that this node takes."));
}
