using System.Buffers.Binary;
using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>The header of a NEFF: 1024 bytes, little-endian, in front of a payload that is a tar archive, mostly in gzip.</summary>
public sealed record NeffHeader
{
    /// <summary>The length of the header in bytes, and the only value its own size field may have.</summary>
    public const int Size = 1024;

    // The versions that are known end at 2. A number that no compiler will write for a long time means that this is no version.
    private const ulong LargestVersion = 999;

    private NeffHeader()
    {
    }

    /// <summary>pkg_version: 1 or 2.</summary>
    public required long PackageVersion { get; init; }

    /// <summary>data_size: the bytes that follow the header.</summary>
    public required long DataSize { get; init; }

    /// <summary>neff_version_major. Whether a version can run is the native library's decision.</summary>
    public required long MajorVersion { get; init; }

    /// <summary>neff_version_minor.</summary>
    public required long MinorVersion { get; init; }

    /// <summary>build_version: which compiler wrote it.</summary>
    public required string BuildVersion { get; init; }

    /// <summary>num_tpb: how many cores it was compiled for.</summary>
    public required long CoreCount { get; init; }

    /// <summary>hash: 32 bytes, a SHA-256 or an MD5 of the payload; see <see cref="NeffDigest.HashMatches"/>.</summary>
    public required ImmutableArray<byte> Hash { get; init; }

    /// <summary>uuid, as 32 hexadecimal digits in the order of the file.</summary>
    public required string Uuid { get; init; }

    /// <summary>name: what the compiler calls the graph.</summary>
    public required string Name { get; init; }

    /// <summary>requested_tpb_count: how many cores it asks for.</summary>
    public required long RequestedCoreCount { get; init; }

    /// <summary>feature_bits: what the native library must be able to do to run it.</summary>
    public required ulong FeatureBits { get; init; }

    /// <summary>lnc_size: physical cores in a logical one.</summary>
    public required long LogicalCoreSize { get; init; }

    /// <summary>Reads and checks the header in front of a NEFF.</summary>
    /// <exception cref="ModelFileException">A field is wrong; the message names it, what it holds and what was expected.</exception>
    internal static NeffHeader Read(ByteSource neff)
    {
        if (neff.Length < Size) throw neff.Flaw($"it is {neff.Length} bytes long, and a NEFF begins with a header of {Size}");

        var header = new byte[Size];
        neff.Read(0, header);
        var (package, headerSize, dataSize) = (UInt64(header, 0), UInt64(header, 8), UInt64(header, 16));
        if (package is not (1 or 2)) throw neff.Flaw($"pkg_version is {package}, and must be 1 or 2{Hint(header)}");
        if (headerSize != Size) throw neff.Flaw($"header_size is {headerSize}, and must be {Size}");
        if (dataSize != (ulong)(neff.Length - Size))
        {
            throw neff.Flaw($"data_size is {dataSize}, and {neff.Length - Size} bytes follow the header: the file is cut, or something is behind it");
        }

        return new NeffHeader
        {
            PackageVersion = (long)package,
            DataSize = (long)dataSize,
            MajorVersion = Version(neff, header, 24, "neff_version_major"),
            MinorVersion = Version(neff, header, 32, "neff_version_minor"),
            BuildVersion = Text(header, 40, 128),
            CoreCount = UInt32(header, 168),
            Hash = [.. header.AsSpan(172, 32)],
            Uuid = Convert.ToHexStringLower(header.AsSpan(204, 16)),
            Name = Text(header, 220, 256),
            RequestedCoreCount = UInt32(header, 476),
            FeatureBits = UInt64(header, 544),
            LogicalCoreSize = UInt32(header, 552),
        };
    }

    /// <summary>Whether bytes begin as a NEFF does: a known pkg_version and the header's size.</summary>
    internal static bool IsAtStartOf(ByteSource bytes)
    {
        if (bytes.Length < 16) return false;

        Span<byte> start = stackalloc byte[16];
        bytes.Read(0, start);
        return BinaryPrimitives.ReadUInt64LittleEndian(start) is 1 or 2 && BinaryPrimitives.ReadUInt64LittleEndian(start[8..]) == Size;
    }

    private static long Version(ByteSource neff, byte[] header, int offset, string field)
    {
        var version = UInt64(header, offset);
        return version <= LargestVersion ? (long)version : throw neff.Flaw($"{field} is {version}, which is no version");
    }

    private static string Hint(byte[] header) =>
        BinaryPrimitives.ReadUInt64BigEndian(header) is 1 or 2 ? "; its numbers are big-endian, and must be little-endian"
        : header.AsSpan().StartsWith("\u007FELF"u8) ? "; this is an ELF file"
        : header.AsSpan().StartsWith("PK"u8) ? "; this is a zip archive"
        : "; this is no NEFF";

    private static ulong UInt64(byte[] header, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(offset));

    private static long UInt32(byte[] header, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(offset));

    // A text ends at its first NUL, or fills its field.
    private static string Text(byte[] header, int offset, int length)
    {
        var field = header.AsSpan(offset, length);
        var end = field.IndexOf((byte)0);
        return FileText.ForPeople(end < 0 ? field : field[..end]);
    }
}
