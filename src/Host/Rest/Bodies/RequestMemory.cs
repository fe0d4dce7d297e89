using System.Buffers;

namespace NeuronActors.Node.Rest.Bodies;

/// <summary>
/// The memory of one request: its body, and the tensors that were made of it. All of it comes from the shared pool, and goes back there by
/// <see cref="Return"/>, which may be called only when nothing reads it any more: no inference has begun, or one has ended with a result.
/// After any other end a core may still be reading; then it is left to the garbage collector.
/// </summary>
internal sealed class RequestMemory
{
    private readonly List<byte[]> _rented = new(2);

    public byte[] Rent(int length)
    {
        var array = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        _rented.Add(array);
        return array;
    }

    /// <summary>Takes a larger array in the place of one that has become too small.</summary>
    public byte[] Grow(byte[] array, int used, int length)
    {
        var larger = Rent(length);
        array.AsSpan(0, used).CopyTo(larger);
        _rented.Remove(array);
        ArrayPool<byte>.Shared.Return(array);
        return larger;
    }

    public void Return()
    {
        foreach (var array in _rented) ArrayPool<byte>.Shared.Return(array);
        _rented.Clear();
    }
}
