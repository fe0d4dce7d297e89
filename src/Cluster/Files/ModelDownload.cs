namespace NeuronActors.Cluster.Files;

/// <summary>
/// Brings all files of one model into a folder, going on with what an earlier try left there. Nothing in the folder counts before its hash
/// was checked.
/// </summary>
/// <param name="id">The model.</param>
/// <param name="folder">The folder; of this download alone.</param>
/// <param name="sources">Whom to ask.</param>
/// <param name="open">Opens a part to read and write.</param>
/// <param name="reserve">Told the bytes of the model before the first of them is asked for; throws where there is no room.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class ModelDownload(
    ContentHash id,
    string folder,
    SourceList sources,
    Func<string, Stream> open,
    Action<ModelFileManifest> reserve,
    Action<TransferProgress> progress)
{
    private readonly Dictionary<ContentHash, string> _brought = [];
    private long _bytes;

    /// <summary>Brings them.</summary>
    /// <exception cref="ModelTransferException">They cannot be had; why.</exception>
    public async Task<ModelFileManifest> RunAsync(CancellationToken ct)
    {
        var manifest = await FindManifestAsync(ct).ConfigureAwait(false);
        reserve(manifest);
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "parts"));
            await File.WriteAllBytesAsync(CachePaths.ManifestIn(folder), manifest.Bytes, ct).ConfigureAwait(false);
            foreach (var entry in manifest.Files) await BringAsync(manifest, entry, ct).ConfigureAwait(false);
            Directory.Delete(Path.Combine(folder, "parts"), recursive: true);
            return manifest;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ModelTransferException(TransferFailure.Disk, $"The files of the model cannot be written to '{folder}': {failure.Message}", failure);
        }
    }

    private async Task<ModelFileManifest> FindManifestAsync(CancellationToken ct)
    {
        if (CachePaths.ReadManifest(folder, id) is { } known) return known;

        while (true)
        {
            var source = sources.Current;
            try
            {
                return ModelFileManifest.Read(await source.ManifestAsync(id, ct).ConfigureAwait(false), id);
            }
            catch (Exception failure) when (failure is ModelSourceException or ModelTransferException)
            {
                sources.Leave(failure.Message);
            }
        }
    }

    private async Task BringAsync(ModelFileManifest manifest, ModelFileEntry entry, CancellationToken ct)
    {
        var target = CachePaths.FileIn(folder, manifest, entry);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (_brought.TryGetValue(entry.Hash, out var same))
        {
            File.Copy(same, target, overwrite: true);
            Count(manifest, entry.Size, source: null);
            return;
        }

        _brought[entry.Hash] = target;
        if (await IsThereAsync(target, entry, ct).ConfigureAwait(false))
        {
            Count(manifest, entry.Size, source: null);
            return;
        }

        var part = CachePaths.PartIn(folder, entry);
        await new FileDownload(entry, part, sources, open, (count, source) => Count(manifest, count, source)).RunAsync(ct).ConfigureAwait(false);
        File.Move(part, target, overwrite: true);
    }

    private static async Task<bool> IsThereAsync(string path, ModelFileEntry entry, CancellationToken ct) =>
        File.Exists(path)
        && new FileInfo(path).Length == entry.Size
        && await ModelFileScan.HashAsync(path, ct).ConfigureAwait(false) == entry.Hash;

    private void Count(ModelFileManifest manifest, long count, string? source)
    {
        _bytes += count;
        progress(new TransferProgress(_bytes, manifest.TotalBytes, source));
    }
}
