using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NeuronActors.Node.Client.Npy;

/// <summary>
/// What an .npy file says of its array. The file: <c>\x93NUMPY</c>, two bytes of version, the length of the dictionary (16 bits
/// little-endian in version 1, 32 bits in 2 and 3), the dictionary as Python writes it (ASCII; UTF-8 in version 3), the elements.
/// </summary>
/// <param name="Descr">The element type as NumPy writes it: <c>&lt;f4</c>.</param>
/// <param name="IsFortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The dimensions.</param>
internal sealed record NpyHeader(string Descr, bool IsFortranOrder, ImmutableArray<long> Shape)
{
    private const int VersionAt = 6;
    private const int LengthAt = 8;

    // NumPy pads so that the elements can be mapped into memory.
    private const int Alignment = 64;

    private static readonly byte[] MagicBytes = [0x93, .. "NUMPY"u8];

    /// <summary>Takes the header off a file.</summary>
    /// <returns>The header, and where the elements begin.</returns>
    /// <exception cref="FormatException">It is no such file, and why.</exception>
    public static (NpyHeader Header, int End) Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(MagicBytes)) throw new FormatException("it does not begin as an .npy file does");
        if (file.Length < LengthAt + sizeof(ushort)) throw new FormatException("it ends within its header");

        var version = file[VersionAt];
        if (version is < 1 or > 3) throw new FormatException($"it has version {version} of the format, and 1 to 3 are known");

        var start = LengthAt + (version == 1 ? sizeof(ushort) : sizeof(uint));
        if (file.Length < start) throw new FormatException("it ends within its header");

        var length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(file[LengthAt..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[LengthAt..]);
        if (length > file.Length - start) throw new FormatException($"its header takes {length} bytes, and {file.Length - start} are left");

        var text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(file.Slice(start, (int)length));
        return (new NpyDictionary(text).Read(), start + (int)length);
    }

    /// <summary>The header as version 1 has it, which everything reads.</summary>
    public byte[] Write()
    {
        var shape = Shape.Length == 1 ? $"{Shape[0]}," : string.Join(", ", Shape.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        var text = $"{{'descr': '{Descr}', 'fortran_order': False, 'shape': ({shape}), }}";
        var start = LengthAt + sizeof(ushort);
        var total = (start + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        MagicBytes.CopyTo(header, 0);
        header[VersionAt] = 1;
        header[VersionAt + 1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(LengthAt), checked((ushort)(total - start)));
        Encoding.ASCII.GetBytes(text, header.AsSpan(start));
        header[^1] = (byte)'\n';
        return header;
    }
}
