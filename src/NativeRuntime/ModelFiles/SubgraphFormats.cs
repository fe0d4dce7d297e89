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
}
