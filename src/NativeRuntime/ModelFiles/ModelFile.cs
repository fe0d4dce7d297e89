using NeuronActors.NativeRuntime.ModelFiles.TorchScript;

namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>Reads what a model consists of from where it is stored. The subgraphs themselves are read when they are loaded.</summary>
public static class ModelFile
{
    /// <summary>The file that makes a folder a model.</summary>
    public const string ManifestName = "model.json";

    private const string KnownKinds =
        $"a model is a file ending in {SubgraphFormats.KnownEndings}, a TorchScript archive ending in {TorchScriptFile.KnownEndings}, or a folder with a {ManifestName}";

    /// <summary>
    /// Reads a model: a file with one subgraph (<c>.onnx</c>, <c>.sim.json</c>, <c>.neff</c>), a TorchScript archive with compiled
    /// subgraphs (<c>.pt</c>), or a folder whose <c>model.json</c> lists its subgraphs. Blocks; a packed NEFF is read from end to
    /// end the first time, so that a damaged one is known before anything is unloaded for it.
    /// </summary>
    /// <param name="path">The file or folder, absolute or relative to the working directory.</param>
    /// <returns>The model with full paths; its default name is the file's without the ending, or the folder's.</returns>
    /// <exception cref="ModelFileException">There is nothing, or nothing that is a model; the message says what was found.</exception>
    public static ModelPackage Read(string path)
    {
        var fullPath = Find(path);
        if (Directory.Exists(fullPath)) return ReadFolder(fullPath);
        if (TorchScriptFile.TryFromPath(fullPath, out var archive)) return TorchScriptFile.Read(fullPath, archive);
        if (!SubgraphFormats.TryFromPath(fullPath, out var format, out var stem))
        {
            throw new ModelFileException(fullPath, $"the file is of no known kind; {KnownKinds}");
        }

        return new ModelPackage(fullPath, stem, [SubgraphFormats.Describe(new SubgraphFile(stem, fullPath, format))]);
    }

    /// <summary>The full path of a file or folder that is there.</summary>
    /// <exception cref="ModelFileException">There is nothing.</exception>
    internal static string Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);

        if (string.IsNullOrWhiteSpace(path)) throw new ModelFileException(path, $"the path of a model is empty; {KnownKinds}");
        if (path.Contains('\0', StringComparison.Ordinal)) throw new ModelFileException(path, "the path contains a NUL character");

        var fullPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Directory.Exists(fullPath) || File.Exists(fullPath)
            ? fullPath
            : throw new ModelFileException(fullPath, $"there is no such file or folder; {KnownKinds}");
    }

    private static ModelPackage ReadFolder(string folder)
    {
        var manifest = Path.Combine(folder, ManifestName);
        return File.Exists(manifest)
            ? ModelManifest.Read(manifest)
            : throw new ModelFileException(folder, $"the folder holds {Describe(folder)} and no {ManifestName}; {KnownKinds}");
    }

    private static string Describe(string folder)
    {
        const int Shown = 5;
        var names = Directory.EnumerateFileSystemEntries(folder).Take(Shown + 1).Select(Path.GetFileName).Order().ToArray();
        return names.Length switch
        {
            0 => "nothing",
            <= Shown => string.Join(", ", names),
            _ => $"{string.Join(", ", names.Take(Shown))}, …",
        };
    }
}
