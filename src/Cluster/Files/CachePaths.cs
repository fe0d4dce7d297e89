namespace NeuronActors.Cluster.Files;

/// <summary>
/// Where things are in a cache directory:
/// <code>
/// models/{id}/manifest       the list of the files
/// models/{id}/files/{name}   the file or folder itself
/// staging/{id}/              the same for a model on its way, and parts/{hash} for the files that are not complete
/// lock                       held open by the process that the cache belongs to
/// </code>
/// A model appears under <c>models</c> by one rename, when all of it is there and checked.
/// </summary>
internal sealed class CachePaths(string root)
{
    private const string ManifestName = "manifest";

    public string Root { get; } = root;

    public string Models { get; } = Path.Combine(root, "models");

    public string Staging { get; } = Path.Combine(root, "staging");

    public string Lock { get; } = Path.Combine(root, "lock");

    public static string ManifestIn(string folder) => Path.Combine(folder, ManifestName);

    public static string RootIn(string folder, ModelFileManifest manifest) => Path.Combine(folder, "files", manifest.Name);

    public static string FileIn(string folder, ModelFileManifest manifest, ModelFileEntry entry) =>
        manifest.IsFolder ? Path.Combine(RootIn(folder, manifest), entry.Name) : RootIn(folder, manifest);

    public static string PartIn(string folder, ModelFileEntry entry) => Path.Combine(folder, "parts", entry.Hash.ToString());

    /// <summary>The list of files in a folder of the cache; null when it is missing or damaged.</summary>
    public static ModelFileManifest? ReadManifest(string folder, ContentHash id)
    {
        var path = ManifestIn(folder);
        if (!File.Exists(path) || new FileInfo(path).Length > ModelFileManifest.MaxBytes) return null;

        try
        {
            return ModelFileManifest.Read(File.ReadAllBytes(path), id);
        }
        catch (ModelTransferException)
        {
            return null;
        }
    }

    public string ModelOf(ContentHash id) => Path.Combine(Models, id.ToString());

    public string StagingOf(ContentHash id) => Path.Combine(Staging, id.ToString());

    /// <summary>Makes a folder that nobody else can look into or change, unless it is there already.</summary>
    public static void Create(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
