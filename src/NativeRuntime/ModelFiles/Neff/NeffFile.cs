using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>What a NEFF says of itself. Its payload is read from end to end for that, and nothing of it is kept.</summary>
public sealed record NeffFile
{
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
        var payload = NeffPayload.Read(neff.Slice(NeffHeader.Size, neff.Length - NeffHeader.Size, "the payload of the NEFF"));
        return new NeffFile
        {
            Header = header,
            Size = neff.Length,
            Members = payload.Members,
            Inputs = payload.Inputs,
            Outputs = payload.Outputs,
            Target = payload.Target,
        };
    }
}
