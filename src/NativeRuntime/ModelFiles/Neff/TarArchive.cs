using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>
/// Reads a tar archive (ustar, POSIX pax, GNU) once, from front to back, and allocates nothing because a header says so. The reader of
/// the framework believes the length of an extended header, up to two gigabytes.
/// </summary>
internal sealed class TarArchive(BoundedStream stream, ByteSource source)
{
    private const int Block = 512;
    private const int MostMembers = 100_000;
    private const int LargestExtension = 64 * 1024;

    private readonly byte[] _header = new byte[Block];
    private long _left;
    private long _padding;
    private int _count;
    private string? _longName;
    private string? _longLink;
    private long? _longSize;

    /// <summary>The next member, whose content can then be read; null at the end mark.</summary>
    public TarMember? Next()
    {
        while (true)
        {
            Skip(_left + _padding);
            (_left, _padding) = (0, 0);
            if (!ReadHeader()) return null;
            if (++_count > MostMembers) throw source.Flaw($"it has more than {MostMembers} members");

            var type = (char)_header[156];
            var size = Number(124, 12, "size");
            if (type is 'x' or 'g' or 'L' or 'K')
            {
                Begin(size);
                Extend(type, ReadContent(LargestExtension));
                continue;
            }

            return Member(type, size);
        }
    }

    /// <summary>The content of the member that <see cref="Next"/> gave last.</summary>
    public byte[] ReadContent(int limit)
    {
        if (_left > limit) throw source.Flaw($"a member of {_left} bytes is where at most {limit} are expected");

        var content = new byte[_left];
        if (stream.Read(content) < content.Length) throw Cut();
        _left = 0;
        return content;
    }

    private TarMember Member(char type, long size)
    {
        var name = _longName ?? ShortName();
        var link = type is '1' or '2' ? _longLink ?? Text(157, 100) : null;
        if (type is '3' or '4' or '6') throw source.Flaw($"the member '{FileText.ForPeople(name)}' is a device or a pipe");
        if (type is 'S') throw source.Flaw($"the member '{FileText.ForPeople(name)}' is a sparse file, which is not supported");

        // Links and folders have no content, whatever their size field says.
        var isFile = link is null && type is not '5' && !name.EndsWith('/');
        size = isFile ? _longSize ?? size : 0;
        Begin(size);
        (_longName, _longLink, _longSize) = (null, null, null);
        while (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
        return new TarMember(name, size, isFile, link);
    }

    private void Begin(long size)
    {
        _left = size;
        _padding = (Block - size % Block) % Block;
    }

    private bool ReadHeader()
    {
        var count = stream.Read(_header);
        if (count == 0 && _count == 0) throw source.Flaw("it is empty");
        if (count < Block) throw _count == 0 ? NoTar() : Cut();
        if (!_header.AsSpan().ContainsAnyExcept((byte)0)) return false;

        var sum = 0L;
        for (var i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? ' ' : _header[i];
        if (Number(148, 8, "checksum") == sum) return true;

        throw _count == 0 ? NoTar() : source.Flaw($"the checksum of the header of tar member {_count + 1} does not match: it is damaged");
    }

    private ModelFileException NoTar() => source.Flaw("it is neither a tar archive nor one in gzip");

    private ModelFileException Cut() => source.Flaw("its tar archive ends before its end mark: it is cut");

    private void Skip(long count)
    {
        if (stream.Skip(count) < count) throw Cut();
    }

    private void Extend(char type, byte[] content)
    {
        switch (type)
        {
            case 'L':
                _longName = Trimmed(content);
                break;
            case 'K':
                _longLink = Trimmed(content);
                break;
            case 'x':
                ReadRecords(content);
                break;
        }
    }

    // POSIX: "length key=value\n", where the length counts the whole record.
    private void ReadRecords(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var space = records.IndexOf((byte)' ');
            if (space is < 1 or > 8 || !int.TryParse(records[..space], out var length) || length <= space + 1 || length > records.Length)
            {
                throw source.Flaw("an extended tar header is malformed");
            }

            var record = records[(space + 1)..length];
            records = records[length..];
            var equals = record.IndexOf((byte)'=');
            if (equals < 0 || record[^1] != '\n') throw source.Flaw("an extended tar header is malformed");
            Apply(Encoding.UTF8.GetString(record[..equals]), Encoding.UTF8.GetString(record[(equals + 1)..^1]));
        }
    }

    private void Apply(string key, string value)
    {
        switch (key)
        {
            case "path":
                _longName = value;
                break;
            case "linkpath":
                _longLink = value;
                break;
            case "size":
                _longSize = long.TryParse(value, NumberStyles.None, null, out var size)
                    ? size
                    : throw source.Flaw("an extended tar header has a size that is no number");
                break;
        }
    }

    private string ShortName()
    {
        var name = Text(0, 100);
        var isPosix = _header.AsSpan(257, 6).SequenceEqual("ustar\0"u8);
        return isPosix && Text(345, 155) is { Length: > 0 } prefix ? $"{prefix}/{name}" : name;
    }

    private string Text(int offset, int length) => Trimmed(_header.AsSpan(offset, length));

    private static string Trimmed(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    // Octal digits; or, for what these cannot hold, a set first bit and a big-endian number.
    private long Number(int offset, int length, string field)
    {
        var bytes = _header.AsSpan(offset, length);
        if ((bytes[0] & 0x80) != 0)
        {
            var large = BinaryPrimitives.ReadInt64BigEndian(bytes[^8..]);
            return large >= 0 && !bytes[1..^8].ContainsAnyExcept((byte)0) ? large : throw Odd(field);
        }

        var number = 0L;
        foreach (var digit in bytes.Trim(" \0"u8)) number = digit is >= (byte)'0' and <= (byte)'7' ? number * 8 + (digit - '0') : throw Odd(field);
        return number;
    }

    private ModelFileException Odd(string field) =>
        _count == 0 ? NoTar() : source.Flaw($"the {field} of tar member {_count + 1} is no number: it is damaged");
}
