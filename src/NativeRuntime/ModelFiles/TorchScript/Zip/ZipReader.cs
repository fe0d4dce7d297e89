using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Zip;

/// <summary>
/// A zip archive of which single entries are read. What is stored is read where it is, so that an archive of many gigabytes costs
/// nothing; what is packed is unpacked into memory, within limits.
/// </summary>
/// <remarks>
/// The reader of the framework does not say where an entry is in the file, takes two entries of one name, and checks no checksum.
/// </remarks>
internal sealed class ZipReader
{
    private const uint LocalMark = 0x04034B50;
    private const int LocalSize = 30;
    private const ushort Encrypted = 1;
    private const ushort Stored = 0;
    private const ushort Deflated = 8;

    // Code deflates to a fifth. What deflates to less than a hundredth, and is not small, is made to be large.
    private const long FreeExpansion = 4L * 1024 * 1024;
    private const long LargestRatio = 100;
    private const long LargestUnpacked = 1L * 1024 * 1024 * 1024;

    // Large archives have thousands of tensors.
    private static readonly PartMemory<uint> Sums = new(most: 65_536);

    private readonly ByteSource _archive;
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ByteSource> _open = new(StringComparer.Ordinal);

    /// <exception cref="ModelFileException">It is no zip archive, or a damaged one.</exception>
    public ZipReader(ByteSource archive)
    {
        _archive = archive;
        foreach (var entry in ZipDirectory.Read(archive))
        {
            if (!_entries.TryAdd(entry.Name, entry)) throw archive.Flaw($"two entries are called '{FileText.ForPeople(entry.Name)}'");
        }
    }

    public string Path => _archive.Path;

    public IEnumerable<string> Names => _entries.Keys;

    public bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>The error that something about the whole archive is wrong.</summary>
    public ModelFileException Flaw(string message) => _archive.Flaw(message);

    /// <summary>The content of an entry, checked against its checksum.</summary>
    /// <exception cref="ModelFileException">There is no such entry, or it is damaged, encrypted or too large.</exception>
    public ByteSource Open(string name)
    {
        if (_open.TryGetValue(name, out var open)) return open;
        if (!_entries.TryGetValue(name, out var entry)) throw _archive.Flaw($"there is no entry '{FileText.ForPeople(name)}'");

        var content = Content(entry, FileText.ForPeople(name));
        Check(entry, content);
        return _open[name] = content;
    }

    private ByteSource Content(ZipEntry entry, string place)
    {
        if ((entry.Flags & Encrypted) != 0) throw _archive.Flaw($"{place}: the entry is encrypted");

        var packed = _archive.Slice(ContentOffset(entry, place), entry.PackedSize, place);
        switch (entry.Method)
        {
            case Stored when entry.Size == entry.PackedSize:
                return packed;
            case Stored:
                throw packed.Flaw($"the entry is stored, and yet {entry.Size} bytes are said to take {entry.PackedSize}");
            case Deflated:
                return new MemoryBytes(_archive.Path, place, Inflate(packed, entry.Size));
            default:
                throw packed.Flaw($"the entry is packed with method {entry.Method}, and known are 0 (stored) and 8 (deflated)");
        }
    }

    // The name and its length stand a second time in front of the content.
    private long ContentOffset(ZipEntry entry, string place)
    {
        if (entry.HeaderOffset > _archive.Length - LocalSize) throw OutOfPlace(place);

        Span<byte> local = stackalloc byte[LocalSize];
        _archive.Read(entry.HeaderOffset, local);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalMark) throw OutOfPlace(place);

        var name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(local[26..])];
        var content = entry.HeaderOffset + LocalSize + name.Length + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        if (content > _archive.Length || entry.PackedSize > _archive.Length - content) throw OutOfPlace(place);

        _archive.Read(entry.HeaderOffset + LocalSize, name);
        return Encoding.UTF8.GetString(name) == entry.Name ? content : throw OutOfPlace(place);
    }

    private ModelFileException OutOfPlace(string place) =>
        _archive.Flaw($"{place}: the entry is not where the directory of the zip archive says: it is damaged");

    private static ReadOnlyMemory<byte> Inflate(ByteSource packed, long size)
    {
        var limit = Math.Min(LargestUnpacked, FreeExpansion + LargestRatio * packed.Length);
        if (size > limit) throw packed.Flaw($"the entry unpacks from {packed.Length} bytes to {size}, and the limit for its size is {limit}");

        // One byte more than the entry is said to have shows that it has more.
        var unpacked = new byte[size + 1];
        try
        {
            using var stream = new DeflateStream(new ByteStream(packed), CompressionMode.Decompress);
            var count = stream.ReadAtLeast(unpacked, unpacked.Length, throwOnEndOfStream: false);
            return count == size ? unpacked.AsMemory(0, count) : throw packed.Flaw($"the entry should unpack to {size} bytes, and {(count < size ? "ends after" : "is longer than")} {Math.Min(count, size)}");
        }
        catch (InvalidDataException damaged)
        {
            throw packed.Flaw($"the entry cannot be unpacked: {damaged.Message}", damaged);
        }
    }

    // Archives may be written without checksums, to save the time; these are 0 then.
    private static void Check(ZipEntry entry, ByteSource content)
    {
        if (entry.Crc == 0) return;

        var sum = Sums.GetOrRead(content, $"{entry.Crc:x8}", () => SumOf(content));
        if (sum != entry.Crc) throw content.Flaw($"the checksum of the entry is {sum:x8}, and should be {entry.Crc:x8}: it is damaged");
    }

    private static uint SumOf(ByteSource content)
    {
        var crc = new Crc32();
        content.ForEachChunk(chunk => crc.Append(chunk));
        return crc.Value;
    }
}
