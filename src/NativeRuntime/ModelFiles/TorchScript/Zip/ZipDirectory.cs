using System.Buffers.Binary;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Zip;

/// <summary>Reads the central directory of a zip archive, also one of more than 4 GiB, with limits on all that it says.</summary>
internal static class ZipDirectory
{
    private const uint EndMark = 0x06054B50;
    private const uint LargeEndMark = 0x06064B50;
    private const uint LocatorMark = 0x07064B50;
    private const uint EntryMark = 0x02014B50;
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int LargeEndSize = 56;
    private const int EntrySize = 46;
    private const int MostEntries = 500_000;
    private const int LargestDirectory = 128 * 1024 * 1024;

    /// <summary>The entries in the order of the directory.</summary>
    /// <exception cref="ModelFileException">It is no zip archive, or a damaged one.</exception>
    public static List<ZipEntry> Read(ByteSource archive)
    {
        var (count, size, offset) = FindEnd(archive);
        if (count > MostEntries) throw archive.Flaw($"the zip archive has {count} entries, and no more than {MostEntries} are read");
        if (size > LargestDirectory) throw archive.Flaw($"the directory of the zip archive takes {size} bytes, and no more than {LargestDirectory} are read");
        if (offset > archive.Length || size > archive.Length - offset) throw archive.Flaw("the directory of the zip archive is not where the archive says: it is cut or damaged");

        var directory = new byte[size];
        archive.Read(offset, directory);
        return ReadEntries(archive, directory, (int)count);
    }

    private static (long Count, long Size, long Offset) FindEnd(ByteSource archive)
    {
        var tail = new byte[(int)Math.Min(archive.Length, EndSize + ushort.MaxValue)];
        archive.Read(archive.Length - tail.Length, tail);
        for (var i = tail.Length - EndSize; i >= 0; i--)
        {
            // What follows is the comment, whose length must fit: the mark may also stand in a comment.
            var end = tail.AsSpan(i);
            if (UInt32(end, 0) != EndMark || UInt16(end, 20) != end.Length - EndSize) continue;
            if (UInt16(end, 4) is not (0 or ushort.MaxValue)) throw archive.Flaw("the zip archive is one of several parts");

            var (count, size, offset) = (UInt16(end, 10), UInt32(end, 12), UInt32(end, 16));
            var isLarge = count == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue;
            return isLarge && TryReadLargeEnd(archive, archive.Length - tail.Length + i) is { } large ? large : (count, size, offset);
        }

        throw archive.Flaw("it is no zip archive, or is cut: no central directory ends it");
    }

    private static (long Count, long Size, long Offset)? TryReadLargeEnd(ByteSource archive, long endOffset)
    {
        if (endOffset < LocatorSize) return null;

        Span<byte> locator = stackalloc byte[LocatorSize];
        archive.Read(endOffset - LocatorSize, locator);
        if (UInt32(locator, 0) != LocatorMark) return null;

        var at = UInt64(locator, 8);
        if (at > (ulong)Math.Max(0, endOffset - LargeEndSize)) throw archive.Flaw("the zip64 directory is not where the archive says: it is damaged");

        Span<byte> end = stackalloc byte[LargeEndSize];
        archive.Read((long)at, end);
        if (UInt32(end, 0) != LargeEndMark) throw archive.Flaw("the zip64 directory is not where the archive says: it is damaged");
        return (Size(archive, UInt64(end, 32)), Size(archive, UInt64(end, 40)), Size(archive, UInt64(end, 48)));
    }

    private static List<ZipEntry> ReadEntries(ByteSource archive, ReadOnlySpan<byte> directory, int count)
    {
        var entries = new List<ZipEntry>(Math.Min(count, directory.Length / EntrySize));
        for (var i = 0; i < count; i++)
        {
            if (directory.Length < EntrySize || UInt32(directory, 0) != EntryMark) throw archive.Flaw($"entry {i} of the zip directory is damaged");

            var (name, extra, comment) = (UInt16(directory, 28), UInt16(directory, 30), UInt16(directory, 32));
            var length = EntrySize + name + extra + comment;
            if (directory.Length < length) throw archive.Flaw($"entry {i} of the zip directory is cut");

            entries.Add(ReadEntry(archive, directory, Encoding.UTF8.GetString(directory.Slice(EntrySize, name)), directory.Slice(EntrySize + name, extra)));
            directory = directory[length..];
        }

        return entries;
    }

    private static ZipEntry ReadEntry(ByteSource archive, ReadOnlySpan<byte> entry, string name, ReadOnlySpan<byte> extra)
    {
        var (packed, size, offset) = (UInt32(entry, 20), UInt32(entry, 24), UInt32(entry, 42));
        var large = packed == uint.MaxValue || size == uint.MaxValue || offset == uint.MaxValue ? LargeFields(extra) : default;

        // The extra field holds only those that do not fit, in this order.
        var realSize = size == uint.MaxValue ? Take(archive, ref large, size) : size;
        var realPacked = packed == uint.MaxValue ? Take(archive, ref large, packed) : packed;
        var realOffset = offset == uint.MaxValue ? Take(archive, ref large, offset) : offset;
        return new ZipEntry(name, UInt16(entry, 8), UInt16(entry, 10), UInt32(entry, 16), realPacked, realSize, realOffset);
    }

    private static ReadOnlySpan<byte> LargeFields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = UInt16(extra, 2);
            if (length > extra.Length - 4) break;
            if (UInt16(extra, 0) == 1) return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return default;
    }

    private static long Take(ByteSource archive, ref ReadOnlySpan<byte> fields, uint otherwise)
    {
        if (fields.Length < sizeof(ulong)) return otherwise;

        var value = UInt64(fields, 0);
        fields = fields[sizeof(ulong)..];
        return Size(archive, value);
    }

    private static long Size(ByteSource archive, ulong value) =>
        value <= long.MaxValue ? (long)value : throw archive.Flaw($"the zip archive gives {value} as a size or place: it is damaged");

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
