using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>
/// Works out the element type of a tensor of which only libnrt speaks. Its type number alone says nothing, because the numbering was changed
/// once: 1 is UINT64 in headers of today and FP32 in those of 2023. Together with the size of an element, which follows from the byte size
/// and the shape, most numbers mean one thing under either numbering.
/// </summary>
internal static class NrtElementTypes
{
    /// <summary>
    /// The type; where the number and the size leave more than one, or none, the unsigned integer of that size, which says how many bits
    /// there are and not what they mean. Null when there is no such integer, or the size does not divide: bytes are all that is known.
    /// </summary>
    public static ElementType? Of(int number, long bytes, long elements)
    {
        if (elements == 0 || bytes % elements != 0) return null;

        var width = bytes / elements;
        var current = OfWidth(Current(number), width);
        var former = OfWidth(Former(number), width);
        return current is { } one && former is { } other && one != other ? Unsigned(width) : current ?? former ?? Unsigned(width);
    }

    private static ElementType? OfWidth(ElementType? type, long width) => type?.Size() == width ? type : null;

    private static ElementType? Unsigned(long width) => width switch
    {
        1 => ElementType.UInt8,
        2 => ElementType.UInt16,
        4 => ElementType.UInt32,
        8 => ElementType.UInt64,
        _ => null,
    };

    // 11 is FP32R, a float whose arithmetic is rounded otherwise. 13 to 15 are 8-bit floats, which have no name here.
    private static ElementType? Current(int number) => number switch
    {
        1 => ElementType.UInt64,
        2 => ElementType.Int8,
        3 => ElementType.UInt8,
        4 => ElementType.Int16,
        5 => ElementType.UInt16,
        6 => ElementType.BFloat16,
        7 => ElementType.Float16,
        8 => ElementType.Int32,
        9 => ElementType.UInt32,
        10 or 11 => ElementType.Float32,
        12 => ElementType.Int64,
        _ => null,
    };

    private static ElementType? Former(int number) => number switch
    {
        1 => ElementType.Float32,
        2 => ElementType.Float16,
        3 => ElementType.BFloat16,
        4 => ElementType.Int8,
        5 => ElementType.UInt8,
        6 => ElementType.Int16,
        7 => ElementType.UInt16,
        8 => ElementType.Int32,
        9 => ElementType.UInt32,
        10 => ElementType.Int64,
        11 => ElementType.UInt64,
        _ => null,
    };
}
