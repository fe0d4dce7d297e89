using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.ModelFiles.Neff;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>The file name endings by which subgraph formats are told apart; case does not matter.</summary>
internal static class SubgraphFormats
{
    /// <summary>All endings, for error messages.</summary>
    public const string KnownEndings = ".onnx, .sim.json or .neff";

    private static readonly (string Ending, SubgraphFormat Format)[] Known =
    [
        (".onnx", SubgraphFormat.Onnx),
        (".sim.json", SubgraphFormat.Simulated),
        (".neff", SubgraphFormat.Neff),
    ];

    /// <summary>The format of a file, and the file's name without the ending; false for a name that is nothing but an ending.</summary>
    public static bool TryFromPath(string path, out SubgraphFormat format, out string stem)
    {
        var name = Path.GetFileName(path);
        foreach (var (ending, known) in Known)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                (format, stem) = (known, name[..^ending.Length]);
                return true;
            }
        }

        (format, stem) = (default, "");
        return false;
    }

    /// <summary>
    /// Adds what can be known of a subgraph before it is loaded. A NEFF is checked, and says what its tensors are where a metaneff lies beside
    /// it; what other formats hold is found out by the runtime that loads them.
    /// </summary>
    /// <exception cref="ModelFileException">The NEFF or the metaneff is damaged.</exception>
    public static SubgraphFile Describe(SubgraphFile subgraph)
    {
        if (subgraph.Format != SubgraphFormat.Neff) return subgraph;

        using var file = FileBytes.Open(subgraph.Path);
        return subgraph with { Signature = ReadMeta(file, NeffFile.Read(file))?.Signature };
    }

    /// <summary>What the metaneff beside a NEFF says; null when there is none.</summary>
    /// <exception cref="ModelFileException">There is one, and it is damaged, or of another NEFF.</exception>
    public static MetaNeff? ReadMeta(FileBytes neff, NeffFile known)
    {
        var path = Path.ChangeExtension(neff.Path, MetaNeff.Ending);
        if (!File.Exists(path)) return null;

        using var file = FileBytes.Open(path);
        var meta = MetaNeff.Read(file);
        MetaCheck.RefuseUnlessAlike(meta, known, neff);
        return meta;
    }
}
