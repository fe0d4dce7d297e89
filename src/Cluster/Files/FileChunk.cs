using System.Buffers;

namespace NeuronActors.Cluster.Files;

/// <summary>Some bytes of a file. What came in is in pooled memory, and goes back with <see cref="Dispose"/>.</summary>
internal sealed class FileChunk : IDisposable
{
    private byte[]? _pooled;

    /// <summary>Bytes on their way out, in memory of the caller.</summary>
    public FileChunk(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>Bytes that came in: copied once, to pooled memory.</summary>
    public FileChunk(ReadOnlySequence<byte> received)
    {
        var count = checked((int)received.Length);
        _pooled = ArrayPool<byte>.Shared.Rent(count);
        received.CopyTo(_pooled);
        Bytes = _pooled.AsMemory(0, count);
    }

    /// <summary>The bytes; not after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Bytes = default;
        if (Interlocked.Exchange(ref _pooled, null) is { } pooled) ArrayPool<byte>.Shared.Return(pooled);
    }
}
