namespace NeuronActors.Cluster.Files;

/// <summary>
/// The models that this node has had from others, in a folder with a bound. Who asks for one that is here gets it at once; who asks for one
/// that is on its way waits for that, and there is one download however many ask. Thread-safe.
/// </summary>
internal sealed class ModelFileCache : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CachePaths _paths;
    private readonly CacheLedger _ledger;
    private readonly ModelFileShelf? _shelf;
    private readonly Func<string, Stream> _openPart;
    private readonly TimeProvider _clock;
    private readonly FileStream _own;
    private readonly ModelFileSettings _settings;
    private readonly Dictionary<ContentHash, ModelFileManifest> _complete = [];
    private readonly Dictionary<ContentHash, SharedDownload> _running = [];

    // Those whose bytes this process has seen to be right: it has brought them, or read them before it gave them to anybody.
    private readonly HashSet<ContentHash> _checked = [];

    private bool _isClosed;

    private ModelFileCache(ModelFileSettings settings, CachePaths paths, FileStream own, ModelFileShelf? shelf, Func<string, Stream>? openPart, TimeProvider? clock)
    {
        _settings = settings;
        _paths = paths;
        _own = own;
        _shelf = shelf;
        _openPart = openPart ?? ModelFileStreams.OpenPart;
        _clock = clock ?? TimeProvider.System;
        _ledger = new CacheLedger(settings.MaxBytes);
    }

    /// <summary>The bytes that it takes, those promised to downloads included.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _ledger.Bytes;
        }
    }

    /// <summary>Opens a cache, with what is in its folder. What is damaged there is deleted; a download that broke off is kept to be gone on with.</summary>
    /// <param name="settings">Where, and how large.</param>
    /// <param name="shelf">Told what is in it, so that other nodes can have it from here; null for not.</param>
    /// <param name="openPart">Opens a file on its way; null for the disk.</param>
    /// <param name="clock">The clock of the last uses.</param>
    /// <exception cref="ModelTransferException">The folder cannot be used, or belongs to another process.</exception>
    public static ModelFileCache Open(
        ModelFileSettings settings, ModelFileShelf? shelf = null, Func<string, Stream>? openPart = null, TimeProvider? clock = null)
    {
        settings.Validate();
        var paths = new CachePaths(Path.GetFullPath(settings.CacheDirectory));
        FileStream? own = null;
        try
        {
            CachePaths.Create(paths.Root);
            CachePaths.Create(paths.Models);
            CachePaths.Create(paths.Staging);
            own = new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var cache = new ModelFileCache(settings, paths, own, shelf, openPart, clock);
            cache.ReadFolders();
            return cache;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            own?.Dispose();
            throw new ModelTransferException(
                TransferFailure.Disk, $"'{settings.CacheDirectory}' cannot be the cache of this process: {failure.Message}", failure);
        }
    }

    /// <summary>Gives a model's files, bringing them from other nodes if they are not here.</summary>
    /// <param name="id">The model.</param>
    /// <param name="sources">Nodes that may have it, the best first. Those of the first who asks count while a download runs.</param>
    /// <param name="progress">Told how far it is, on any thread.</param>
    /// <param name="ct">Ends the wait; the download ends when nobody waits for it any more, and can be gone on with.</param>
    /// <exception cref="ModelTransferException">It cannot be had; why.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<CachedModel> GetAsync(
        ContentHash id, IReadOnlyList<IModelFileSource> sources, IProgress<TransferProgress>? progress = null, CancellationToken ct = default)
    {
        SharedDownload download;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _ledger.BeginUse(id);
            if (_complete.TryGetValue(id, out var manifest) && _checked.Contains(id) && IsWhole(_paths.ModelOf(id), manifest)) return Lend(manifest);

            download = Join(id, sources, progress);
        }

        try
        {
            var manifest = await download.Task.WaitAsync(ct).ConfigureAwait(false);
            lock (_lock) return Lend(manifest);
        }
        catch
        {
            lock (_lock)
            {
                if (download.Leave(progress)) download.Cancel();
                EndUse(id);
            }

            throw;
        }
    }

    /// <summary>Ends downloads that run, and gives the folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_lock)
        {
            _isClosed = true;
            running = [.. _running.Values.Select(download => download.Task)];
            foreach (var download in _running.Values) download.Cancel();
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _own.DisposeAsync().ConfigureAwait(false);
    }

    private SharedDownload Join(ContentHash id, IReadOnlyList<IModelFileSource> sources, IProgress<TransferProgress>? progress)
    {
        if (_running.TryGetValue(id, out var running) && running.TryJoin(progress)) return running;

        var download = new SharedDownload(progress);
        _running[id] = download;
        _ledger.BeginUse(id);

        // One that was given up may still be closing its files.
        var before = running?.Task ?? Task.FromResult<ModelFileManifest>(null!);
        download.Start(() => DownloadAsync(id, sources, download, before));
        return download;
    }

    private async Task<ModelFileManifest> DownloadAsync(
        ContentHash id, IReadOnlyList<IModelFileSource> sources, SharedDownload download, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var staging = _paths.StagingOf(id);
        try
        {
            if (await FindSoundAsync(id, download.Cancelled).ConfigureAwait(false) is { } there) return there;

            var transfer = new ModelDownload(
                id, staging, new SourceList(sources), _openPart, manifest => Reserve(id, manifest), download.Report);
            var manifest = await transfer.RunAsync(download.Cancelled).ConfigureAwait(false);
            lock (_lock)
            {
                CachePaths.Delete(_paths.ModelOf(id));
                Directory.Move(staging, _paths.ModelOf(id));
                AddComplete(manifest);
                _checked.Add(id);
            }

            return manifest;
        }
        catch (ModelTransferException failure) when (failure.Kind == TransferFailure.Disk)
        {
            // What came so far is what fills the disk.
            CachePaths.Delete(staging);
            throw;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ModelTransferException(TransferFailure.Disk, $"The cache '{_settings.CacheDirectory}' fails: {failure.Message}", failure);
        }
        finally
        {
            lock (_lock)
            {
                if (_running.TryGetValue(id, out var current) && current == download) _running.Remove(id);
                EndUse(id);
            }
        }
    }

    /// <summary>What is here already, if it is as it came. What is not is deleted: somebody has cleaned up, or the disk has lost something.</summary>
    private async Task<ModelFileManifest?> FindSoundAsync(ContentHash id, CancellationToken ct)
    {
        ModelFileManifest? manifest;
        lock (_lock)
        {
            if (!_complete.TryGetValue(id, out manifest)) return null;
        }

        // Reading all of it takes long, so it is not done under the lock, and once in a process: a load takes far longer.
        var isSound = await IsSoundAsync(_paths.ModelOf(id), manifest, ct).ConfigureAwait(false);
        lock (_lock)
        {
            if (isSound)
            {
                _checked.Add(id);
                return manifest;
            }

            Withdraw(id);
            CachePaths.Delete(_paths.ModelOf(id));
            return null;
        }
    }

    private void Withdraw(ContentHash id)
    {
        _shelf?.Withdraw(id);
        _complete.Remove(id);
        _checked.Remove(id);
    }

    private void Reserve(ContentHash id, ModelFileManifest manifest)
    {
        lock (_lock)
        {
            if (!_ledger.TryReserve(id, manifest.TotalBytes, out var evicted))
            {
                throw new ModelTransferException(
                    TransferFailure.CacheFull,
                    $"The model {id} takes {manifest.TotalBytes} bytes; of the {_settings.MaxBytes} of files.max-bytes {_ledger.Bytes} are taken, and what is not in use is not enough.");
            }

            foreach (var other in evicted) Evict(other);
        }
    }

    private void Evict(ContentHash id)
    {
        Withdraw(id);
        CachePaths.Delete(_paths.ModelOf(id));
        CachePaths.Delete(_paths.StagingOf(id));
    }

    private CachedModel Lend(ModelFileManifest manifest)
    {
        var folder = _paths.ModelOf(manifest.Id);
        Directory.SetLastWriteTimeUtc(folder, _clock.GetUtcNow().UtcDateTime);
        return new CachedModel(manifest, CachePaths.RootIn(folder, manifest), () =>
        {
            lock (_lock) EndUse(manifest.Id);
        });
    }

    private void EndUse(ContentHash id)
    {
        // A download that never got as far as its list has left nothing to keep.
        if (_ledger.EndUse(id) == 0 && !_complete.ContainsKey(id) && !Directory.Exists(_paths.StagingOf(id))) _ledger.Remove(id);
    }

    private void AddComplete(ModelFileManifest manifest)
    {
        _complete[manifest.Id] = manifest;
        _shelf?.Offer(manifest, CachePaths.RootIn(_paths.ModelOf(manifest.Id), manifest));
    }

    private void ReadFolders()
    {
        foreach (var folder in Oldest(_paths.Staging).Concat(Oldest(_paths.Models)))
        {
            if (!ContentHash.TryParse(folder.Name, out var id)
                || CachePaths.ReadManifest(folder.FullName, id) is not { } manifest
                || (folder.Parent!.FullName == _paths.Models && !IsWhole(folder.FullName, manifest)))
            {
                folder.Delete(recursive: true);
                continue;
            }

            if (!_ledger.TryReserve(id, manifest.TotalBytes, out var evicted))
            {
                folder.Delete(recursive: true);
                continue;
            }

            if (folder.Parent!.FullName == _paths.Models) AddComplete(manifest);
            foreach (var other in evicted) Evict(other);
        }
    }

    private static async Task<bool> IsSoundAsync(string folder, ModelFileManifest manifest, CancellationToken ct)
    {
        if (!IsWhole(folder, manifest)) return false;

        try
        {
            foreach (var file in manifest.Files)
            {
                if (await ModelFileScan.HashAsync(CachePaths.FileIn(folder, manifest, file), ct).ConfigureAwait(false) != file.Hash) return false;
            }

            return true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Sizes only: to read everything would take minutes at every start. That is done for each model before its first use.
    private static bool IsWhole(string folder, ModelFileManifest manifest) => manifest.Files.All(
        file => new FileInfo(CachePaths.FileIn(folder, manifest, file)) is { Exists: true } there && there.Length == file.Size);

    private static IEnumerable<DirectoryInfo> Oldest(string folder) =>
        new DirectoryInfo(folder).GetDirectories().OrderBy(one => one.LastWriteTimeUtc).ThenBy(one => one.Name, StringComparer.Ordinal);
}
