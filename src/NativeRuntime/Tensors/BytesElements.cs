using System.Buffers.Binary;

namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>
/// The elements of a <see cref="ElementType.Bytes"/> tensor, read out of its packed form (a 4-byte little-endian length, then the
/// bytes, for each) without copying. Enumerable with <c>foreach</c>.
/// </summary>
public struct BytesElements
{
    private const int LengthBytes = sizeof(uint);

    private ReadOnlyMemory<byte> _rest;

    /// <summary>Reads packed elements, which must be sound, as those of a <see cref="Tensor"/> are.</summary>
    public BytesElements(ReadOnlyMemory<byte> packed)
    {
        _rest = packed;
        Current = default;
    }

    /// <summary>The bytes of the element that was reached last.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>Itself: what <c>foreach</c> asks for.</summary>
    public readonly BytesElements GetEnumerator() => this;

    /// <summary>Goes to the next element; false when there is none.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;

        var length = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(_rest.Span));
        Current = _rest.Slice(LengthBytes, length);
        _rest = _rest[(LengthBytes + length)..];
        return true;
    }

    /// <summary>Packs elements into the form that a tensor carries.</summary>
    public static byte[] Pack(ReadOnlySpan<ReadOnlyMemory<byte>> elements)
    {
        var total = 0;
        foreach (var element in elements) total = checked(total + LengthBytes + element.Length);

        var packed = GC.AllocateUninitializedArray<byte>(total);
        var at = packed.AsSpan();
        foreach (var element in elements)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)element.Length);
            element.Span.CopyTo(at[LengthBytes..]);
            at = at[(LengthBytes + element.Length)..];
        }

        return packed;
    }

    /// <summary>Checks that a block holds exactly <paramref name="count"/> packed elements.</summary>
    /// <exception cref="ArgumentException">It does not, and where it goes wrong.</exception>
    internal static void Check(ReadOnlySpan<byte> packed, long count, string parameter)
    {
        var at = 0;
        for (var i = 0L; i < count; i++)
        {
            var left = packed.Length - at;
            if (left < LengthBytes || BinaryPrimitives.ReadUInt32LittleEndian(packed[at..]) > (uint)(left - LengthBytes))
            {
                throw new ArgumentException($"Element {i} of {count} BYTES elements ends beyond the {packed.Length} bytes given.", parameter);
            }

            at += LengthBytes + (int)BinaryPrimitives.ReadUInt32LittleEndian(packed[at..]);
        }

        if (at != packed.Length)
        {
            throw new ArgumentException($"{count} BYTES elements take {at} bytes, and {packed.Length} were given.", parameter);
        }
    }
}
