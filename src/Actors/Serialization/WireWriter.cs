using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;

namespace NeuronActors.Serialization;

/// <summary>Writes one item of an array; a delegate of its own, because a ref struct is no type argument of <see cref="Action{T}"/>.</summary>
internal delegate void WireItemWriter<in T>(ref WireWriter to, T item);

/// <summary>
/// Lays a message out, or only measures it: one description of a layout gives both its size and its bytes, so the two cannot differ.
/// All numbers are little-endian. <see cref="WireReader"/> is its mirror image.
/// </summary>
/// <remarks>
/// The words that layouts are written in:
/// <list type="bullet">
/// <item><c>u8</c>, <c>i32</c>, <c>i64</c>: a number of that many bits; a <c>time</c> is an i64 of ticks of 100 ns;</item>
/// <item><c>flag</c>: u8, 0 or 1;</item>
/// <item><c>code</c>: u8, a value of an enum by its place in <see cref="WireCodes"/>; <c>code?</c> is 0 when there is none;</item>
/// <item><c>text</c>: i32 count of bytes, then UTF-8; <c>text?</c> has a count of −1 when there is none;</item>
/// <item><c>name</c>: a text that is a <see cref="ModelName"/>, empty for the default one; <c>name?</c> as text?;</item>
/// <item><c>x[]</c>: i32 count, then each; <c>x?</c> for any other x: flag, then x if it is 1.</item>
/// </list>
/// </remarks>
internal ref partial struct WireWriter
{
    private readonly Span<byte> _buffer;
    private readonly TimeProvider _clock;
    private readonly bool _writes;

    /// <summary>Makes one that writes.</summary>
    /// <param name="buffer">Exactly as many bytes as the message was measured to take.</param>
    /// <param name="clock">The clock of the deadlines.</param>
    public WireWriter(Span<byte> buffer, TimeProvider clock)
    {
        _buffer = buffer;
        _clock = clock;
        _writes = true;
    }

    /// <summary>Makes one that only measures.</summary>
    public WireWriter() => _clock = TimeProvider.System;

    /// <summary>The bytes so far. More than an array can hold, where such a message is only measured.</summary>
    public long Length { get; private set; }

    public void Byte(byte value)
    {
        if (Take(sizeof(byte), out var room)) room[0] = value;
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(int value)
    {
        if (Take(sizeof(int), out var room)) BinaryPrimitives.WriteInt32LittleEndian(room, value);
    }

    public void Long(long value)
    {
        if (Take(sizeof(long), out var room)) BinaryPrimitives.WriteInt64LittleEndian(room, value);
    }

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        if (Take(bytes.Length, out var room)) bytes.CopyTo(room);
    }

    /// <summary>A text that has to be there. What is no Unicode in it becomes U+FFFD.</summary>
    /// <exception cref="SerializationException">It is not there.</exception>
    public void Text(string? value)
    {
        if (value is null) throw new SerializationException("A text that has to be there is null.");

        var count = Encoding.UTF8.GetByteCount(value);
        Int(count);
        if (Take(count, out var room)) Encoding.UTF8.GetBytes(value, room);
    }

    public void OptionalText(string? value)
    {
        if (value is null) Int(-1);
        else Text(value);
    }

    public void Items<T>(ImmutableArray<T> items, WireItemWriter<T> write)
    {
        if (items.IsDefault) items = [];

        Int(items.Length);
        foreach (var item in items) write(ref this, item);
    }

    // A method and no property access at each caller, so that measuring is the same walk with the stores left out.
    private bool Take(int count, out Span<byte> room)
    {
        room = _writes ? _buffer.Slice((int)Length, count) : default;
        Length += count;
        return _writes;
    }
}
