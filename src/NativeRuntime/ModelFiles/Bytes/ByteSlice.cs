namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>A part of other bytes.</summary>
internal sealed class ByteSlice : ByteSource
{
    private readonly ByteSource _whole;
    private readonly long _start;

    public ByteSlice(ByteSource whole, long start, long count, string place)
        : base(whole.Path, place, count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, whole.Length - start);
        (_whole, _start) = (whole, start);
    }

    public override void Read(long offset, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(into.Length, Length - offset);
        _whole.Read(_start + offset, into);
    }

    public override (ByteSource Whole, long Offset) Origin => (_whole.Origin.Whole, _whole.Origin.Offset + _start);
}
