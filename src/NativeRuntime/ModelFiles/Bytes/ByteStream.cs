namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>Reads bytes from the first to the last, for what takes a stream.</summary>
internal sealed class ByteStream(ByteSource source) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => source.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, source.Length - _position);
        source.Read(_position, buffer[..count]);
        _position += count;
        return count;
    }

    /// <summary>Goes so many bytes on, at most to the end, and says how many.</summary>
    public long Skip(long count)
    {
        var there = Math.Min(count, source.Length - _position);
        _position += there;
        return there;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
