using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Cluster.Files;

/// <summary>The models whose files this node gives to others: those it was told of, and those in its cache. Thread-safe.</summary>
internal sealed class ModelFileShelf
{
    private readonly ConcurrentDictionary<ContentHash, (ModelFileManifest Manifest, string Path)> _models = new();

    /// <summary>Reads a model on this node's disk, and gives it to others from now on. Its files must not change any more.</summary>
    /// <returns>The list of its files, with the model's id.</returns>
    /// <exception cref="ModelTransferException">There is none, or one that others could not have.</exception>
    public async Task<ModelFileManifest> OfferAsync(string path, CancellationToken ct = default)
    {
        var manifest = await ModelFileScan.OfAsync(path, ct).ConfigureAwait(false);
        Offer(manifest, Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return manifest;
    }

    /// <summary>Gives a model to others whose files are known already.</summary>
    /// <param name="manifest">The list of its files.</param>
    /// <param name="path">The full path of the file or folder.</param>
    public void Offer(ModelFileManifest manifest, string path) => _models[manifest.Id] = (manifest, path);

    /// <summary>Gives it no more; who reads from it just then goes to another node.</summary>
    public void Withdraw(ContentHash id) => _models.TryRemove(id, out _);

    /// <summary>Finds the list of a model's files.</summary>
    public bool TryFind(ContentHash id, [NotNullWhen(true)] out ModelFileManifest? manifest)
    {
        manifest = _models.TryGetValue(id, out var model) ? model.Manifest : null;
        return manifest is not null;
    }

    /// <summary>Finds where a file of some model is.</summary>
    public bool TryLocate(ContentHash file, [NotNullWhen(true)] out string? path)
    {
        foreach (var (manifest, root) in _models.Values)
        {
            foreach (var entry in manifest.Files)
            {
                if (entry.Hash != file) continue;

                path = manifest.IsFolder ? Path.Combine(root, entry.Name) : root;
                return true;
            }
        }

        path = null;
        return false;
    }
}
