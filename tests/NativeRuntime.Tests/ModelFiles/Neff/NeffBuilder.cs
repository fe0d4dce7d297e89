using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

/// <summary>Makes NEFFs, sound until a test spoils them.</summary>
internal static class NeffBuilder
{
    public const string Definition = """{ "var": { "input0": { "type": "input", "size": 24, "var_id": 0 }, "output0": { "type": "output", "size": 24, "var_id": 1 } } }""";

    /// <summary>A NEFF, always the same, with a payload in gzip that describes so many inputs and outputs of 24 bytes.</summary>
    public static byte[] Sound(string name = "net", int inputs = 1, int outputs = 1) => Of(Gzip(Tar(("sg00/def.json", Define(inputs, outputs)))), name);

    /// <summary>A definition of so many inputs and outputs of 24 bytes.</summary>
    public static string Define(int inputs, int outputs)
    {
        var tensors = Enumerable.Range(0, inputs).Select(i => ("input", i)).Concat(Enumerable.Range(0, outputs).Select(i => ("output", i)));
        return $$"""{ "var": { {{string.Join(", ", tensors.Select((each, id) => $$"""
            "{{each.Item1}}{{each.i}}": { "type": "{{each.Item1}}", "size": 24, "var_id": {{id}} }
            """))}} } }""";
    }

    /// <summary>A header, and any payload behind it.</summary>
    public static byte[] Of(byte[] payload, string name = "net")
    {
        var neff = new byte[1024 + payload.Length];
        Put(neff, 0, 2);
        Put(neff, 8, 1024);
        Put(neff, 16, (ulong)payload.Length);
        Put(neff, 24, 2);
        Encoding.UTF8.GetBytes(name).CopyTo(neff, 220);
        payload.CopyTo(neff, 1024);
        return neff;
    }

    public static byte[] Put(byte[] neff, int offset, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(neff.AsSpan(offset), value);
        return neff;
    }

    public static byte[] Tar(params (string Name, string Content)[] files) =>
        Tar(TarEntryFormat.Ustar, [.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Content)))]);

    public static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var data = new MemoryStream(content);
                var entry = Entry(format, name, data);
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                tar.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return stream.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, string name, Stream data) => format switch
    {
        TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = data },
        TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = data },
        _ => new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data },
    };
}
