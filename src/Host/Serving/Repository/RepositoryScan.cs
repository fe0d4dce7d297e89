using System.Globalization;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>
/// Reads what models there are. A name that comes from a client is compared with what is found here, and is never made part of a path.
/// </summary>
internal static class RepositoryScan
{
    /// <summary>The file in a model's folder that holds settings for its loads.</summary>
    public const string SettingsName = "config.json";

    /// <summary>All models of all roots; of one name the first root's.</summary>
    /// <exception cref="ServingException">A root is not there, or cannot be read.</exception>
    public static ImmutableArray<RepositoryModel> Read(ImmutableArray<string> roots)
    {
        var models = new SortedDictionary<string, RepositoryModel>(StringComparer.Ordinal);
        foreach (var root in roots)
        {
            try
            {
                foreach (var model in ReadRoot(Path.GetFullPath(root))) models.TryAdd(model.Name, model);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                throw new ServingException(ServingError.Unavailable($"The model repository '{root}' cannot be read: {unreadable.Message.TrimEnd('.')}."));
            }
        }

        return [.. models.Values];
    }

    private static IEnumerable<RepositoryModel> ReadRoot(string root)
    {
        if (File.Exists(root) || File.Exists(Path.Combine(root, ModelFile.ManifestName))) return [Single(NameOf(root), root)];
        if (!Directory.Exists(root)) throw new DirectoryNotFoundException($"there is no file or folder '{root}'");

        return Directory.EnumerateFileSystemEntries(root)
            .Where(entry => Path.GetFileName(entry) is var name && !name.StartsWith('.'))
            .Where(entry => Directory.Exists(entry) || StoredFiles.StemOf(entry) is not null)
            .Select(entry => Directory.Exists(entry) ? ReadFolder(entry) : Single(NameOf(entry), entry));
    }

    private static RepositoryModel ReadFolder(string folder)
    {
        var name = Path.GetFileName(folder);
        var settings = Path.Combine(folder, SettingsName);
        var versions = Directory.EnumerateDirectories(folder)
            .Select(path => (Path: path, Number: NumberOf(Path.GetFileName(path))))
            .Where(version => version.Number > 0)
            .OrderBy(version => version.Number)
            .ToArray();
        var model = versions.Length > 0
            ? new RepositoryModel(name, folder, [.. versions.Select(version => new RepositoryVersion(version.Number, version.Path, StoredFiles.StampOf(version.Path)))])
            : StoredFiles.ModelIn(folder) is { } only
                ? Single(name, only)
                : new RepositoryModel(name, folder, []) { Flaw = "the folder holds neither a model nor a numbered version of one" };
        return Checked(model) with { SettingsFile = File.Exists(settings) ? settings : null };
    }

    private static RepositoryModel Single(string name, string path) =>
        Checked(new RepositoryModel(name, null, [new RepositoryVersion(1, path, StoredFiles.StampOf(path))]));

    private static RepositoryModel Checked(RepositoryModel model) =>
        ModelName.TryParse(model.Name, out _) ? model : model with { Flaw = "its name is no model name: letters, digits, '.', '_' and '-' only" };

    private static string NameOf(string path) => StoredFiles.StemOf(path) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    // 007 is 7 to a person and another folder to a file system: only one way of writing a number counts.
    private static long NumberOf(string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && name[0] != '0' ? number : 0;
}
