using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>Reads what another stream unpacks, counts it, and stops when it becomes more than it may.</summary>
internal sealed class BoundedStream(Stream packed, ByteSource source, long limit)
{
    private const int ChunkSize = 128 * 1024;

    private byte[]? _chunk;

    /// <summary>How many bytes have come.</summary>
    public long Count { get; private set; }

    /// <summary>Fills the span as far as there is something left, and says how far.</summary>
    public int Read(Span<byte> into)
    {
        var done = 0;
        while (done < into.Length)
        {
            var count = ReadSome(into[done..]);
            if (count == 0) break;
            done += count;
        }

        return done;
    }

    /// <summary>Goes so many bytes on, and says how many there were. What is not packed is not read for it.</summary>
    public long Skip(long count)
    {
        if (packed is ByteStream plain)
        {
            var there = plain.Skip(count);
            Count += there;
            return there;
        }

        _chunk ??= new byte[ChunkSize];
        var done = 0L;
        while (done < count)
        {
            var part = ReadSome(_chunk.AsSpan(0, (int)Math.Min(_chunk.Length, count - done)));
            if (part == 0) break;
            done += part;
        }

        return done;
    }

    /// <summary>Reads to the end and drops what comes.</summary>
    public void Drain()
    {
        _chunk ??= new byte[ChunkSize];
        while (ReadSome(_chunk) > 0)
        {
        }
    }

    private int ReadSome(Span<byte> into)
    {
        try
        {
            var count = packed.Read(into);
            Count += count;
            return Count <= limit ? count : throw source.Flaw($"it unpacks to more than {limit} bytes, which is the limit for its size");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw source.Flaw($"its gzip stream is damaged after {Count} unpacked bytes: {error.Message}", error);
        }
    }
}
