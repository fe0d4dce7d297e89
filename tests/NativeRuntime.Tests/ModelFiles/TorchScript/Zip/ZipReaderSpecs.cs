using System.Buffers.Binary;
using System.IO.Compression;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript.Zip;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Zip;

public sealed class ZipReaderSpecs
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i / 7))];

    [Theory]
    [InlineData(CompressionLevel.NoCompression, true)]
    [InlineData(CompressionLevel.Optimal, false)]
    public void An_entry_is_read_where_it_is_or_unpacked(CompressionLevel level, bool inPlace)
    {
        using var folder = new TemporaryFolder();
        using var file = FileBytes.Open(folder.Write("net.pt", new ArchiveBuilder().Add("net/a", [1]).Add("net/b", Content, level).ToArray()));

        var entry = new ZipReader(file).Open("net/b");

        Assert.Equal(Content, entry.ReadAll(100_000));
        Assert.Equal(inPlace, entry.FileOffset is not null);
    }

    [Fact]
    public void An_archive_with_a_comment_or_none_of_its_own_is_read()
    {
        var archive = Stored();
        byte[] commented = [.. archive, .. "PK\u0005\u0006 may stand here"u8];
        BinaryPrimitives.WriteUInt16LittleEndian(commented.AsSpan(archive.Length - 2), (ushort)(commented.Length - archive.Length));

        Assert.Equal(Content, Open(commented).Open("net/a").ReadAll(100_000));
        Assert.Empty(Open(new ArchiveBuilder().ToArray()).Names);
    }

    [Fact]
    public void Sizes_and_places_of_64_bits_are_read()
    {
        Assert.Equal(Content, Open(Large(Stored())).Open("net/a").ReadAll(100_000));
    }

    [Fact]
    public void A_byte_that_changed_is_found_by_the_checksum_and_its_absence_is_not_held_against_an_archive()
    {
        var archive = Stored();
        archive[500] ^= 1;
        AssertRefused(archive, "net/a: the checksum of the entry is");

        var directory = Find(archive, 0x02014B50);
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(directory + 16), 0);
        Assert.Equal(10_000, Open(archive).Open("net/a").Length);
    }

    [Theory]
    [InlineData(8, 1, "net/a: the entry is encrypted")]
    [InlineData(10, 12, "net/a: the entry is packed with method 12, and known are 0 (stored) and 8 (deflated)")]
    [InlineData(20, 5, "is stored, and yet 10000 bytes are said to take 5")]
    [InlineData(42, 7, "net/a: the entry is not where the directory of the zip archive says")]
    [InlineData(42, 0x7FFFFFFF, "net/a: the entry is not where the directory of the zip archive says")]
    [InlineData(46, 'm', "there is no entry 'net/a'")]
    public void What_is_wrong_with_an_entry_is_named(int offset, int value, string reason)
    {
        var archive = Stored();
        var directory = Find(archive, 0x02014B50);
        if (offset is 8 or 10) BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(directory + offset), (ushort)value);
        else if (offset == 46) archive[directory + offset] = (byte)value;
        else BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(directory + offset), value);

        AssertRefused(archive, reason);
    }

    [Theory]
    [InlineData(4, 1, "one of several parts")]
    [InlineData(10, 2, "entry 1 of the zip directory is damaged")]
    [InlineData(12, 20, "entry 0 of the zip directory is damaged")]
    [InlineData(16, 0xFFFFFF, "the directory of the zip archive is not where the archive says")]
    public void What_is_wrong_with_the_directory_is_named(int offset, int value, string reason)
    {
        var archive = Stored();
        BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(archive.Length - 22 + offset), (ushort)value);
        if (offset == 16) BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(archive.Length - 22 + offset), value);

        AssertRefused(archive, reason);
    }

    [Fact]
    public void Anything_else_is_no_zip_archive()
    {
        AssertRefused([], "it is no zip archive");
        AssertRefused(new byte[100_000], "it is no zip archive");
        for (var length = 0; length < Stored().Length; length += 97) AssertRefused(Stored()[..length], "it is no zip archive");
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = new ArchiveBuilder().Add("net/a", new byte[64 * 1024 * 1024], CompressionLevel.Optimal).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(bomb, "the limit for its size is");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Theory]
    [InlineData(9_999, "is longer than 9999")]
    [InlineData(10_001, "ends after 10000")]
    public void An_entry_that_lies_about_its_size_is_refused(int size, string reason)
    {
        var archive = new ArchiveBuilder().Add("net/a", Content, CompressionLevel.Optimal).ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(Find(archive, 0x02014B50) + 24), size);

        AssertRefused(archive, reason);
    }

    [Fact]
    public void The_checksum_is_that_of_zip()
    {
        var crc = new Crc32();
        crc.Append("12345"u8);
        crc.Append("6789"u8);

        Assert.Equal(0xCBF43926, crc.Value);
    }

    private static byte[] Stored() => new ArchiveBuilder().Add("net/a", Content).ToArray();

    private static ZipReader Open(byte[] archive) => new(new MemoryBytes("net.pt", null, archive));

    private static int Find(byte[] archive, uint mark)
    {
        for (var i = archive.Length - 4; i >= 0; i--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(i)) == mark) return i;
        }

        throw new InvalidOperationException("There is no such mark.");
    }

    // The same archive with its size, place and directory written in 64 bits, as one of more than 4 GiB is.
    private static byte[] Large(byte[] archive)
    {
        var directory = Find(archive, 0x02014B50);
        var entry = archive[directory..^22].ToList();
        var fields = new byte[28];
        BinaryPrimitives.WriteUInt16LittleEndian(fields, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(fields.AsSpan(2), 24);
        BinaryPrimitives.WriteInt64LittleEndian(fields.AsSpan(4), Content.Length);
        BinaryPrimitives.WriteInt64LittleEndian(fields.AsSpan(12), Content.Length);
        foreach (var at in new[] { 20, 24, 42 }) for (var i = 0; i < 4; i++) entry[at + i] = 0xFF;
        entry[30] = (byte)fields.Length;
        entry.AddRange(fields);

        var end = new byte[56 + 20 + 22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06064B50);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(4), 44);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(24), 1);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(32), 1);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(40), entry.Count);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(48), directory);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(56), 0x07064B50);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(64), directory + entry.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(76), 0x06054B50);
        end.AsSpan(84, 12).Fill(0xFF);
        return [.. archive[..directory], .. entry, .. end];
    }

    private static void AssertRefused(byte[] archive, string reason)
    {
        var refusal = Assert.Throws<ModelFileException>(() => Open(archive).Open("net/a"));

        Assert.StartsWith("net.pt: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
