namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>
/// The elements of a tensor whose memory has them in another order, as that of a transposed one: in the order of its shape. Its memory is read
/// whole when the first of them is wanted, because to read element by element from a file would take minutes.
/// </summary>
internal sealed class StridedBytes : ByteSource
{
    private readonly ByteSource _memory;
    private readonly int _width;
    private readonly long _first;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private byte[]? _all;

    /// <param name="memory">The memory of the tensor; every element must be within it.</param>
    /// <param name="width">The bytes of an element.</param>
    /// <param name="first">The place of the first element, in elements.</param>
    /// <param name="shape">The dimensions.</param>
    /// <param name="strides">How far apart the elements are along each, in elements.</param>
    /// <exception cref="ModelFileException">It is larger than any memory.</exception>
    public StridedBytes(ByteSource memory, int width, long first, long[] shape, long[] strides)
        : base(memory.Path, "a tensor", LengthOf(memory, width, shape))
    {
        (_memory, _width, _first, _shape, _strides) = (memory, width, first, shape, strides);
    }

    public override void Read(long offset, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(into.Length, Length - offset);
        var all = _all ??= _memory.ReadAll(Array.MaxLength);
        for (var done = 0; done < into.Length;)
        {
            var (element, within) = Math.DivRem(offset + done, _width);
            var part = (int)Math.Min(_width - within, into.Length - done);
            all.AsSpan((int)(PlaceOf(element) * _width + within), part).CopyTo(into[done..]);
            done += part;
        }
    }

    private long PlaceOf(long element)
    {
        var place = _first;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            (element, var index) = Math.DivRem(element, _shape[d]);
            place += index * _strides[d];
        }

        return place;
    }

    private static long LengthOf(ByteSource memory, int width, long[] shape)
    {
        Int128 length = width;
        foreach (var size in shape) length *= size;
        return length <= long.MaxValue ? (long)length : throw memory.Flaw("a tensor is larger than any memory");
    }
}
