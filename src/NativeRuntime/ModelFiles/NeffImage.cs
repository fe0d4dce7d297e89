using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.TorchScript;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>The bytes of a NEFF, wherever they are kept.</summary>
internal static class NeffImage
{
    /// <summary>Reads the NEFF of a subgraph whole. Blocks.</summary>
    /// <exception cref="ModelFileException">It cannot be read, and why.</exception>
    public static ReadOnlyMemory<byte> Read(SubgraphFile subgraph)
    {
        ArgumentNullException.ThrowIfNull(subgraph);
        using var file = FileBytes.Open(subgraph.Path);
        return Find(file, subgraph).ReadAll(Array.MaxLength);
    }

    /// <summary>How many bytes the NEFF of a subgraph takes. Blocks.</summary>
    /// <exception cref="ModelFileException">It cannot be read, and why.</exception>
    public static long Length(SubgraphFile subgraph)
    {
        ArgumentNullException.ThrowIfNull(subgraph);
        using var file = FileBytes.Open(subgraph.Path);
        return Find(file, subgraph).Length;
    }

    private static ByteSource Find(FileBytes file, SubgraphFile subgraph)
    {
        if (subgraph.Entry is not { } entry) return file;

        // Thirty-two replicas are thirty-two loads; only a file that has changed since is looked through again.
        if (subgraph.Location is { } at && at.FileLength == file.Length && at.LastWrite == file.LastWrite)
        {
            return file.Slice(at.Offset, at.Length, $"the subgraph '{entry}'");
        }

        return TorchScriptModel.Read(file).Subgraphs.FirstOrDefault(each => each.Name == entry)?.Neff
            ?? throw file.Flaw($"it has no subgraph '{entry}' any more");
    }
}
