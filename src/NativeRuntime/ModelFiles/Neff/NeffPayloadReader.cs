using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>
/// Reads through the payload of a NEFF and keeps names, sizes and the descriptions of inputs and outputs. What is packed is unpacked from its
/// first byte to its last; what is not is read only where it is wanted. Nothing is written anywhere.
/// </summary>
internal sealed partial class NeffPayloadReader
{
    private const int LargestDefinition = 64 * 1024 * 1024;
    private const int LargestNote = 1024 * 1024;

    // Weights may be all zeros, which gzip makes a thousandth of; but not tens of megabytes of them and nothing else.
    private const long FreeExpansion = 64L * 1024 * 1024;
    private const long LargestRatio = 100;

    private readonly ByteSource _source;
    private readonly List<NeffMember> _members = [];
    private readonly NeffDefinition _definition = new();
    private string? _infoTarget;
    private string? _kernelTarget;

    private NeffPayloadReader(ByteSource source) => _source = source;

    /// <exception cref="ModelFileException">It is no tar archive, or not that of a NEFF, or damaged.</exception>
    public static NeffPayload Read(ByteSource source)
    {
        var payload = new NeffPayloadReader(source);
        using var packed = new ByteStream(source);
        if (IsGzip(source))
        {
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            var unpacked = new BoundedStream(gzip, source, FreeExpansion + LargestRatio * source.Length);
            payload.ReadTar(unpacked);
            unpacked.Drain();
            payload.CheckLength(unpacked.Count);
        }
        else
        {
            payload.ReadTar(new BoundedStream(packed, source, source.Length));
        }

        return payload._definition.Count > 0
            ? new NeffPayload([.. payload._members], payload._definition.Inputs, payload._definition.Outputs, payload._definition.Count, payload._infoTarget ?? payload._kernelTarget)
            : throw source.Flaw($"it holds no sgNN/def.json, which describes the inputs and outputs; it holds {payload.Describe()}");
    }

    private static bool IsGzip(ByteSource source)
    {
        if (source.Length < 2) return false;

        Span<byte> magic = stackalloc byte[2];
        source.Read(0, magic);
        return magic is [0x1F, 0x8B];
    }

    // The decoder may take a stream that ends too early for one that ends. The length that gzip writes last tells them apart.
    private void CheckLength(long count)
    {
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        if (_source.Length >= sizeof(uint)) _source.Read(_source.Length - sizeof(uint), trailer);
        var written = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (written != (uint)count)
        {
            throw _source.Flaw($"its gzip stream says that it unpacks to {written} bytes, and it unpacks to {count}: it is cut or damaged");
        }
    }

    private void ReadTar(BoundedStream unpacked)
    {
        var tar = new TarArchive(unpacked, _source);
        while (tar.Next() is { } member)
        {
            RefuseUnlessInside(member.Name);
            if (member.LinkTarget is { } target) RefuseUnlessInside(target);
            if (!member.IsFile) continue;

            _members.Add(new NeffMember(FileText.ForPeople(member.Name), member.Size));
            if (DefinitionName().IsMatch(member.Name)) _definition.Add(_source, member.Name, tar.ReadContent(LargestDefinition));
            else if (member.Name == "info.json" && member.Size <= LargestNote) _infoTarget = NeffNote.Target(tar.ReadContent(LargestNote));
            else if (member.Name == "kelf-a.json" && member.Size <= LargestNote) _kernelTarget = NeffNote.Target(tar.ReadContent(LargestNote));
        }
    }

    // It is never unpacked here. But the native library unpacks it, and nobody knows how carefully.
    private void RefuseUnlessInside(string name)
    {
        if (name.StartsWith('/') || name.Contains('\0') || name.Split('/').Contains(".."))
        {
            throw _source.Flaw($"the member '{FileText.ForPeople(name)}' leads out of the archive");
        }
    }

    private string Describe()
    {
        const int Shown = 5;
        return _members.Count == 0
            ? "no file"
            : string.Join(", ", _members.Take(Shown).Select(member => member.Name)) + (_members.Count > Shown ? ", …" : "");
    }

    [GeneratedRegex(@"^sg[0-9]+/def\.json\z", RegexOptions.CultureInvariant)]
    private static partial Regex DefinitionName();
}
