using System.Globalization;

namespace NeuronActors.Node.Serving.Repository.Uploads;

/// <summary>
/// Where the files of models are that came with a load: a folder of this node that nobody else may read, bounded in size, and gone with the
/// node, or, when it was killed, with its next start. Thread-safe; the changes of one model come one after the other.
/// </summary>
internal sealed class UploadStore(UploadSettings settings) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ModelUpload> _inUse = new(StringComparer.Ordinal);
    private UploadFolder? _root;
    private long _taken;
    private int _count;

    /// <summary>The folder of all of them; null before the first.</summary>
    public string? Root
    {
        get
        {
            lock (_lock) return _root?.FullName;
        }
    }

    /// <summary>Deletes what earlier lives of this node have left because they were killed.</summary>
    /// <returns>How many lives.</returns>
    public int RemoveLeftovers() => UploadFolder.RemoveLeftovers(Path.GetTempPath(), settings.Node);

    /// <summary>The files that a model was loaded from last; null when it came from the repository.</summary>
    public ModelUpload? Find(string model)
    {
        lock (_lock) return _inUse.GetValueOrDefault(model);
    }

    /// <summary>Writes files. They are to be kept or discarded.</summary>
    /// <param name="model">The model; a sound name.</param>
    /// <param name="config">Its configuration, kept beside the files.</param>
    /// <param name="files">Its files.</param>
    /// <exception cref="ServingException">They take more than may be taken, or cannot be written.</exception>
    public async Task<ModelUpload> WriteAsync(string model, string config, ImmutableArray<UploadedFile> files)
    {
        ModelUpload? upload = null;
        try
        {
            upload = Reserve(files.Sum(file => (long)file.Content.Length));
            var folder = Directory.CreateDirectory(Path.Combine(upload.Folder, model)).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, RepositoryScan.SettingsName), config);
            foreach (var file in files)
            {
                var version = Directory.CreateDirectory(Path.Combine(folder, file.Version.ToString(CultureInfo.InvariantCulture)));
                await File.WriteAllBytesAsync(Path.Combine(version.FullName, file.Name), file.Content);
            }

            return upload;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (upload is not null) Discard(upload);
            throw new ServingException(ServingError.Unavailable($"The files of model '{model}' cannot be kept: {failure.Message}"));
        }
    }

    /// <summary>A model is loaded from these files now, or from the repository; what it was loaded from before is deleted.</summary>
    public void Keep(string model, ModelUpload? upload)
    {
        ModelUpload? before;
        lock (_lock)
        {
            before = _inUse.GetValueOrDefault(model);
            if (upload is null) _inUse.Remove(model);
            else _inUse[model] = upload;
        }

        if (before is not null && before != upload) Discard(before);
    }

    /// <summary>Deletes files that nobody is loaded from. What cannot be deleted goes on counting.</summary>
    public void Discard(ModelUpload upload)
    {
        if (!UploadFolder.TryDelete(upload.Folder)) return;

        lock (_lock) _taken -= upload.Bytes;
    }

    public void Dispose() => _root?.Dispose();

    private ModelUpload Reserve(long bytes)
    {
        lock (_lock)
        {
            if (bytes > settings.MaxBytes - _taken)
            {
                throw new ServingException(new ServingError(
                    ServingErrorKind.OutOfResources,
                    $"The files are {bytes} bytes, and of the {settings.MaxBytes} that files sent with loads may take here {settings.MaxBytes - _taken} are left."));
            }

            _root ??= UploadFolder.Create(settings.Node);
            _taken += bytes;
            return new ModelUpload(Path.Combine(_root.FullName, (++_count).ToString(CultureInfo.InvariantCulture)), bytes);
        }
    }
}
