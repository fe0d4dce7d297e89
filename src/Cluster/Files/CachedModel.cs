namespace NeuronActors.Cluster.Files;

/// <summary>A model in the cache, which stays there at least until this is disposed.</summary>
internal sealed class CachedModel : IDisposable
{
    private Action? _release;

    public CachedModel(ModelFileManifest manifest, string path, Action release)
    {
        Manifest = manifest;
        Path = path;
        _release = release;
    }

    /// <summary>The list of its files.</summary>
    public ModelFileManifest Manifest { get; }

    /// <summary>The full path of the file or folder.</summary>
    public string Path { get; }

    /// <summary>Ends this use of it.</summary>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
