using System.Collections.Immutable;
using System.Security.Cryptography;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>
/// What a NEFF says of itself. Of its payload only names and sizes are kept. One in gzip is read from end to end for that, once for each
/// file in a process; of one that is not packed, only what is needed is read.
/// </summary>
public sealed record NeffFile
{
    private const int MostRemembered = 256;

    private static readonly PartMemory<NeffPayload> Payloads = new(MostRemembered);

    private NeffFile()
    {
    }

    /// <summary>Its header.</summary>
    public required NeffHeader Header { get; init; }

    /// <summary>The length of the whole NEFF in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The files within its payload, in their order.</summary>
    public required ImmutableArray<NeffMember> Members { get; init; }

    /// <summary>Its inputs.</summary>
    public required ImmutableArray<NeffTensor> Inputs { get; init; }

    /// <summary>Its outputs.</summary>
    public required ImmutableArray<NeffTensor> Outputs { get; init; }

    /// <summary>How many definitions the inputs and outputs are from: with more than one, some of them are within the NEFF.</summary>
    internal int Definitions { get; init; }

    /// <summary>The architecture that it was compiled for; null where it does not say.</summary>
    public required string? Target { get; init; }

    /// <summary>Reads a <c>.neff</c> file. Blocks.</summary>
    /// <exception cref="ModelFileException">It is damaged, or is none; the message says what is wrong and what was expected.</exception>
    public static NeffFile Read(string path)
    {
        using var file = FileBytes.Open(path);
        return Read(file);
    }

    internal static NeffFile Read(ByteSource neff)
    {
        var header = NeffHeader.Read(neff);

        // The header has a hash of the payload and an id of the compilation: with another header it is another payload.
        var mark = Convert.ToHexStringLower(neff.Slice(0, NeffHeader.Size, "the header").Hash(HashAlgorithmName.SHA256));
        var packed = neff.Slice(NeffHeader.Size, neff.Length - NeffHeader.Size, "the payload of the NEFF");
        var payload = Payloads.GetOrRead(packed, mark, () => NeffPayloadReader.Read(packed));
        return new NeffFile
        {
            Header = header,
            Size = neff.Length,
            Members = payload.Members,
            Inputs = payload.Inputs,
            Outputs = payload.Outputs,
            Definitions = payload.Definitions,
            Target = payload.Target,
        };
    }
}
