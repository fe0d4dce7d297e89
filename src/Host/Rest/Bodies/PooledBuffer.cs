using System.Buffers;

namespace NeuronActors.Node.Rest.Bodies;

/// <summary>Grows in arrays of the shared pool, and gives back what it holds. Not thread-safe.</summary>
internal sealed class PooledBuffer(int initialSize = 1024) : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(initialSize);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(1, sizeHint));
        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
    }

    private void Ensure(int free)
    {
        if (_array.Length - Length >= free) return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + free), (int)Math.Min(Array.MaxLength, 2L * _array.Length)));
        _array.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
