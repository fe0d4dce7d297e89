using System.Buffers.Binary;

namespace NeuronActors.Node.Demo.Digits;

/// <summary>
/// A file in IDX format, as MNIST comes in: two zero bytes, the element type, the number of dimensions, each dimension as a big-endian
/// 32-bit number, then the elements. Only unsigned bytes are read here.
/// </summary>
/// <param name="Dimensions">The dimensions, outermost first.</param>
/// <param name="Elements">The elements in row-major order.</param>
internal sealed record IdxFile(ImmutableArray<int> Dimensions, ReadOnlyMemory<byte> Elements)
{
    private const byte UnsignedByte = 0x08;
    private const int MagicBytes = 4;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no such file, and why.</exception>
    public static IdxFile Read(string path, int rank)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), rank);
        }
        catch (FormatException flaw)
        {
            throw new InvalidDataException($"{path}: {flaw.Message}.", flaw);
        }
    }

    /// <summary>Reads the content of a file that must have a number of dimensions.</summary>
    /// <exception cref="FormatException">It is no such content, and why.</exception>
    public static IdxFile Parse(ReadOnlyMemory<byte> content, int rank)
    {
        var bytes = content.Span;
        if (bytes.Length < MagicBytes) throw new FormatException($"an IDX file has at least {MagicBytes} bytes, and this has {bytes.Length}");
        if (bytes[0] != 0 || bytes[1] != 0) throw new FormatException($"an IDX file begins with two zero bytes, and this with {bytes[0]:x2} {bytes[1]:x2}");
        if (bytes[2] != UnsignedByte) throw new FormatException($"the elements are of type 0x{bytes[2]:x2}, and only unsigned bytes (0x08) can be read");
        if (bytes[3] != rank) throw new FormatException($"it has {bytes[3]} dimensions instead of {rank}");

        var header = MagicBytes + (rank * sizeof(int));
        if (bytes.Length < header) throw new FormatException($"the header takes {header} bytes, and there are {bytes.Length}");

        var dimensions = new int[rank];
        var count = 1L;
        for (var i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(MagicBytes + (i * sizeof(int)))..]);
            if (dimensions[i] < 0) throw new FormatException($"dimension {i} is {dimensions[i]}");
            count = Math.Min(count * dimensions[i], int.MaxValue + 1L);
        }

        return bytes.Length - header == count
            ? new IdxFile([.. dimensions], content[header..])
            : throw new FormatException($"{string.Join(" × ", dimensions)} elements take {count} bytes, and {bytes.Length - header} follow the header");
    }
}
