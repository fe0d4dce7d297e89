using System.Buffers.Binary;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
#pragma warning disable IDE0005 // Some of the projects that share this file have it for all files.
using NeuronActors.NativeRuntime.Tensors;
#pragma warning restore IDE0005

namespace NeuronActors.FakeNrt;

/// <summary>
/// Writes NEFFs that the fake can execute: the published container (header, then a gzipped tar with <c>neff.json</c> and
/// <c>sg00/def.json</c>), and in it, instead of instructions of a device, <c>toy/program</c> and <c>toy/table</c>. The gzip stream is not
/// compressed, so that the fake needs no library to read it. What no output uses is left out.
/// </summary>
internal sealed class ToyNeff
{
    private const int HeaderBytes = 1024;

    private readonly List<(string Name, bool IsOutput, long Bytes)> _tensors = [];
    private readonly StringBuilder _program = new();
    private readonly List<byte> _table = [];

    /// <summary>One input <c>x</c> and one output <c>y</c> that equals it.</summary>
    public static ToyNeff Identity(ElementType type, params long[] shape) => new ToyNeff().Input("x", type, shape).Output("y", type, shape, "copy 0");

    /// <summary>How much device memory it takes; that of its file without this.</summary>
    public ToyNeff Memory(long bytes)
    {
        _program.Append(CultureInfo.InvariantCulture, $"memory {bytes}\n");
        return this;
    }

    public ToyNeff Input(string name, ElementType type, long[] shape, int? typeNumber = null) => Tensor(name, isOutput: false, type, shape, typeNumber, "");

    /// <summary>An output by <c>zero</c>, <c>copy INPUT</c>, <c>affine INPUT A B</c> or <c>lookup INPUT</c>.</summary>
    public ToyNeff Output(string name, ElementType type, long[] shape, string operation, int? typeNumber = null) =>
        Tensor(name, isOutput: true, type, shape, typeNumber, operation);

    /// <summary>What a lookup gives for an input.</summary>
    public ToyNeff Answer(ReadOnlySpan<byte> input, ReadOnlySpan<byte> output)
    {
        var hash = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(hash, Fnv1a(input));
        _table.AddRange(hash);
        _table.AddRange(output);
        return this;
    }

    public byte[] ToBytes()
    {
        var payload = Pack();
        var file = new byte[HeaderBytes + payload.Length];
        var header = file.AsSpan(0, HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header, 2);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], (ulong)payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], 2);
        Encoding.ASCII.GetBytes("2.0.0.0%toy", header[40..]);
        header[168] = 1;

#pragma warning disable CA5351 // The format has it so: no secret depends on it.
        var hash = MD5.HashData(payload);
#pragma warning restore CA5351
        hash.CopyTo(header[172..]);
        header.Slice(188, 16).Fill((byte)'0');
        hash.CopyTo(header[204..]);
        Encoding.ASCII.GetBytes("toy", header[220..]);
        header[476] = 1;
        header[480] = 1;
        header[552] = 1;
        payload.CopyTo(file.AsSpan(HeaderBytes));
        return file;
    }

    /// <summary>Writes it to a file.</summary>
    public string WriteTo(string path)
    {
        File.WriteAllBytes(path, ToBytes());
        return path;
    }

    private ToyNeff Tensor(string name, bool isOutput, ElementType type, long[] shape, int? typeNumber, string operation)
    {
        var bytes = shape.Aggregate((long)type.Size(), (product, dimension) => product * dimension);
        _tensors.Add((name, isOutput, bytes));
        var dimensions = string.Concat(shape.Select(dimension => $" {dimension}"));
        _program.Append(
            CultureInfo.InvariantCulture,
            $"{(isOutput ? "output" : "input")} {name} {typeNumber ?? NumberOf(type)} {bytes} {shape.Length}{dimensions} {operation}\n");
        return this;
    }

    private byte[] Pack()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.NoCompression))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            Add(tar, "neff.json", "{\"version\": \"2.0\", \"name\": \"toy\"}"u8.ToArray());
            Add(tar, "sg00/def.json", Encoding.UTF8.GetBytes(Definition()));
            Add(tar, "toy/program", Encoding.UTF8.GetBytes(_program.ToString()));
            if (_table.Count > 0) Add(tar, "toy/table", [.. _table]);
        }

        return buffer.ToArray();
    }

    private string Definition()
    {
        var tensors = _tensors.Select((tensor, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"\"{tensor.Name}\": {{\"type\": \"{(tensor.IsOutput ? "output" : "input")}\", \"var_id\": {i}, \"size\": {tensor.Bytes}}}"));
        return $"{{\"var\": {{{string.Join(", ", tensors)}}}}}";
    }

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });

    private static ulong Fnv1a(ReadOnlySpan<byte> bytes)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var one in bytes) hash = (hash ^ one) * 0x100000001b3;
        return hash;
    }

    // The numbering of today's headers.
    private static int NumberOf(ElementType type) => type switch
    {
        ElementType.UInt64 => 1,
        ElementType.Int8 => 2,
        ElementType.UInt8 => 3,
        ElementType.Int16 => 4,
        ElementType.UInt16 => 5,
        ElementType.BFloat16 => 6,
        ElementType.Float16 => 7,
        ElementType.Int32 => 8,
        ElementType.UInt32 => 9,
        ElementType.Float32 => 10,
        ElementType.Int64 => 12,
        _ => 0,
    };
}
