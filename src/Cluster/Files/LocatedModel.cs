namespace NeuronActors.Cluster.Files;

/// <summary>The files of a model on this node, which stay where they are at least until this is disposed.</summary>
internal sealed class LocatedModel(string path, CachedModel? cached) : IDisposable
{
    /// <summary>The full path of the file or folder.</summary>
    public string Path => path;

    /// <summary>Ends this use of them.</summary>
    public void Dispose() => cached?.Dispose();
}
