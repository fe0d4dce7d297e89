using System.Globalization;

namespace NeuronActors.Node.Client.Npy;

/// <summary>What the elements of an .npy file are.</summary>
/// <param name="Type">The tensor's element type that they become.</param>
/// <param name="Size">Bytes of one in the file.</param>
/// <param name="IsBigEndian">Whether the bytes of a number have to be turned round.</param>
internal readonly record struct NpyElements(ElementType Type, int Size, bool IsBigEndian)
{
    /// <summary>Whether they are texts of UTF-32, NumPy's <c>U</c>.</summary>
    public bool IsUnicode { get; private init; }

    /// <summary>Reads a type as NumPy writes it.</summary>
    /// <exception cref="FormatException">There is no element type like it.</exception>
    public static NpyElements Of(string descr)
    {
        if (descr.EndsWith('O')) throw new FormatException("its elements are Python objects, which only Python can read; convert them with astype('S') or astype('U')");
        if (descr.Length < 3 || descr[0] is not ('<' or '>' or '|' or '=') || !int.TryParse(descr.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            throw Unknown(descr);
        }

        var isBigEndian = descr[0] == '>' || (descr[0] == '=' && !BitConverter.IsLittleEndian);
        return (descr[1], size) switch
        {
            ('b', 1) => new(ElementType.Bool, 1, false),
            ('u', 1) => new(ElementType.UInt8, 1, false),
            ('i', 1) => new(ElementType.Int8, 1, false),
            ('u', 2) => new(ElementType.UInt16, 2, isBigEndian),
            ('i', 2) => new(ElementType.Int16, 2, isBigEndian),
            ('f', 2) => new(ElementType.Float16, 2, isBigEndian),
            ('u', 4) => new(ElementType.UInt32, 4, isBigEndian),
            ('i', 4) => new(ElementType.Int32, 4, isBigEndian),
            ('f', 4) => new(ElementType.Float32, 4, isBigEndian),
            ('u', 8) => new(ElementType.UInt64, 8, isBigEndian),
            ('i', 8) => new(ElementType.Int64, 8, isBigEndian),
            ('f', 8) => new(ElementType.Float64, 8, isBigEndian),

            // NumPy has no bfloat16; the packages that add it write its bytes without a meaning.
            ('V', 2) => new(ElementType.BFloat16, 2, isBigEndian),
            ('S', _) => new(ElementType.Bytes, size, false),
            ('U', _) when size <= int.MaxValue / sizeof(uint) => new(ElementType.Bytes, size * sizeof(uint), isBigEndian) { IsUnicode = true },
            _ => throw Unknown(descr),
        };
    }

    /// <summary>A type as NumPy writes it; of texts, the longest counts.</summary>
    public static string DescrOf(ElementType type, int longest = 0) => type switch
    {
        ElementType.Bool => "|b1",
        ElementType.UInt8 => "|u1",
        ElementType.Int8 => "|i1",
        ElementType.UInt16 => "<u2",
        ElementType.Int16 => "<i2",
        ElementType.Float16 => "<f2",
        ElementType.BFloat16 => "<V2",
        ElementType.UInt32 => "<u4",
        ElementType.Int32 => "<i4",
        ElementType.Float32 => "<f4",
        ElementType.UInt64 => "<u8",
        ElementType.Int64 => "<i8",
        ElementType.Float64 => "<f8",
        ElementType.Bytes => $"|S{Math.Max(1, longest)}",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type."),
    };

    private static FormatException Unknown(string descr) => new($"its elements are of type '{descr}', which no tensor has");
}
