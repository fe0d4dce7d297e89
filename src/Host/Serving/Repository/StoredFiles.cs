using System.Globalization;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>Tells what in a folder is a model.</summary>
internal static class StoredFiles
{
    // What a version's file may be called, in the order in which it is looked for.
    private static readonly string[] Endings = [".onnx", ".neff", ".pt", ".sim.json"];

    /// <summary>The name of a model that is a single file: the file's without its ending; null for a file that is none.</summary>
    public static string? StemOf(string path)
    {
        var name = Path.GetFileName(path);
        var ending = Endings.FirstOrDefault(each => name.EndsWith(each, StringComparison.OrdinalIgnoreCase) && name.Length > each.Length);
        return ending is null ? null : name[..^ending.Length];
    }

    /// <summary>
    /// What to load of a folder that holds one model: itself where it has a manifest, else the named file, else <c>model.*</c>, else the only
    /// file that is a model; null when there is none.
    /// </summary>
    public static string? ModelIn(string folder, string? fileName = null)
    {
        if (fileName is not null) return Path.Combine(folder, fileName) is var named && File.Exists(named) ? named : null;
        if (File.Exists(Path.Combine(folder, ModelFile.ManifestName))) return folder;

        var usual = Endings.Select(ending => Path.Combine(folder, "model" + ending)).FirstOrDefault(File.Exists);
        if (usual is not null) return usual;

        var all = Directory.EnumerateFiles(folder).Where(file => StemOf(file) is not null).Take(2).ToArray();
        return all.Length == 1 ? all[0] : null;
    }

    /// <summary>Sizes and times of a file, or of all files below a folder.</summary>
    public static string StampOf(string path)
    {
        if (File.Exists(path)) return StampOf(new FileInfo(path));

        var files = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal);
        return string.Join(';', files.Select(StampOf));
    }

    private static string StampOf(FileInfo file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Name},{file.Length},{file.LastWriteTimeUtc.Ticks}");
}
