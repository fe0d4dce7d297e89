using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Repository.Uploads;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>The steps of loads and unloads.</summary>
internal sealed partial class ModelRepository
{
    private Task<ServingError?> LoadCoreAsync(string name, LoadRequest request, CancellationToken cancellationToken)
    {
        if (!ModelName.TryParse(name, out _)) return Task.FromResult<ServingError?>(ServingError.Invalid($"'{name}' is no model name."));

        // Before a turn is made for the name: what clients make up must not fill the memory.
        if (request.Files.IsEmpty && Find(name) is null && uploads.Find(name) is null) return Task.FromResult<ServingError?>(NotStored(name));

        return InTurnAsync(
            name,
            async () =>
            {
                var error = await ReplaceAsync(name, request);
                if (error is null) RepositoryLog.Loaded(log, name, string.Join(", ", catalog.FindOwn(name)!.Versions.Select(version => version.VersionText)));
                else if (loads.IsAwaited(name)) RepositoryLog.Awaited(log, name, error.Message);
                else RepositoryLog.LoadFailed(log, name, error.Message);
                return error;
            },
            cancellationToken);
    }

    // Files that came with the load come before the repository, and that before files that came earlier.
    private async Task<ServingError?> ReplaceAsync(string name, LoadRequest request)
    {
        if (!request.Files.IsEmpty)
        {
            var upload = await uploads.WriteAsync(name, request.Config!, request.Files);
            var serves = false;
            try
            {
                var error = await ReplaceAsync(name, request, upload.Read(), upload);
                serves = error is null;
                return error;
            }
            finally
            {
                if (!serves) uploads.Discard(upload);
            }
        }

        if (Find(name) is { } stored) return await ReplaceAsync(name, request, stored, null);
        return uploads.Find(name) is { } earlier ? await ReplaceAsync(name, request, earlier.Read(), earlier) : NotStored(name);
    }

    private async Task<ServingError?> ReplaceAsync(string name, LoadRequest request, RepositoryModel stored, ModelUpload? upload)
    {
        if (stored.Flaw is { } flaw) return ServingError.Invalid($"Model '{name}' cannot be loaded: {flaw}.");

        var own = request.Config ?? (stored.SettingsFile is { } file ? await File.ReadAllTextAsync(file) : null);
        var wanted = own is null ? ModelSettings.Default : ModelSettingsReader.Read(own, name);
        if (request.Placement is { } placement) wanted = wanted with { Placement = placement };

        var before = catalog.FindOwn(name)?.Versions ?? [];
        var after = new List<ServedVersion>();
        var chosen = wanted.Versions.Choose(stored);
        using var underway = catalog.Loading.Begin(name, [.. chosen.Select(version => version.Number)]);
        foreach (var version in chosen)
        {
            var serving = before.FirstOrDefault(each => each.Version == version.Number);
            if (serving is not null && request.IsPlain && serving.Source == version && serving.Settings.Text == wanted.Text)
            {
                after.Add(serving);
                continue;
            }

            var (loaded, error) = await LoadVersionAsync(name, version, wanted, serving is not null);
            if (loaded is not null)
            {
                after.Add(loaded);
                continue;
            }

            foreach (var fresh in after.Except(before)) await RetireAsync(fresh, "another version could not be loaded", before);
            return error;
        }

        // First the way for new requests, then the end of the old one: so nobody finds a closed door.
        catalog.Set(name, after);
        foreach (var version in after) _states.Set(name, version.Version, RepositoryState.Ready);
        foreach (var gone in before.Except(after)) await RetireAsync(gone, "unloaded: the version policy has chosen others", after);
        uploads.Keep(name, upload);
        return null;
    }

    private Task<ServingError?> UnloadCoreAsync(string name, string reason, PlacementScope scope, CancellationToken cancellationToken)
    {
        if (MeantBy(name, scope).IsEmpty && !_turns.ContainsKey(name)) return Task.FromResult<ServingError?>(NotLoaded(name));

        return InTurnAsync(
            name,
            async () =>
            {
                var versions = MeantBy(name, scope);
                if (versions.IsEmpty) return NotLoaded(name);

                // What another node has is no affair of this one's list.
                if (scope.Node is not null)
                {
                    foreach (var version in versions) await loads.UnloadAsync(version.Model, scope);
                    return null;
                }

                _states.Unwant(name);
                catalog.Set(name, []);
                foreach (var version in versions)
                {
                    if (await RetireAsync(version, reason, [], scope) is { } error && scope.IsPool) return error;
                }

                if (uploads.Find(name) is not null)
                {
                    uploads.Keep(name, null);
                    if (Find(name) is null) _states.Forget(name);
                }

                RepositoryLog.Unloaded(log, name);
                return null;
            },
            cancellationToken);
    }

    private async Task<(ServedVersion? Loaded, ServingError? Error)> LoadVersionAsync(
        string name, RepositoryVersion version, ModelSettings wanted, bool isReplaced)
    {
        if (!isReplaced) _states.Set(name, version.Number, RepositoryState.Loading);
        try
        {
            var path = PathOf(version, wanted);
            var package = ModelFile.Read(path);
            var target = await loads.LoadAsync(name, version.Number, path, wanted.Placement ?? settings.Placement);
            return (new ServedVersion(name, version.Number, target, version, wanted, PlatformOf(package), StatisticsOf(name, version.Number)), null);
        }
        catch (Exception failure) when (ServingError.Of(failure) is not null)
        {
            var error = ServingError.Of(failure)!;
            if (!isReplaced) _states.Set(name, version.Number, RepositoryState.Unavailable, error.Message);
            return (null, error);
        }
    }

    // What is not this node's own is in the catalogue because the pool has it.
    private ImmutableArray<ServedVersion> MeantBy(string name, PlacementScope scope) =>
        (scope.IsLocal ? catalog.FindOwn(name) : catalog.Find(name))?.Versions ?? [];

    private async Task<ServingError?> RetireAsync(
        ServedVersion gone, string reason, IReadOnlyCollection<ServedVersion> remaining, PlacementScope scope = default)
    {
        // In a pool the same files have the same name: then there was nothing but a move.
        if (remaining.Any(version => version.Model.Name == gone.Model.Name)) return null;

        ServingError? error = null;
        var isReplaced = remaining.Any(version => version.Version == gone.Version);
        if (!isReplaced) _states.Set(gone.Name, gone.Version, RepositoryState.Unloading);
        try
        {
            await loads.UnloadAsync(gone.Model, scope);
        }
        catch (Exception failure) when (ServingError.Of(failure) is not null)
        {
            // It serves nobody and keeps its memory. Its name stays taken, and a core shows what is on it.
            error = ServingError.Of(failure);
            RepositoryLog.UnloadFailed(log, gone.Name, gone.Version, failure.Message);
            reason = $"taken out of service, but not unloaded: {failure.Message}";
        }

        if (!isReplaced) _states.Set(gone.Name, gone.Version, RepositoryState.Unavailable, reason);
        return error;
    }

    private static string PathOf(RepositoryVersion version, ModelSettings wanted)
    {
        if (!Directory.Exists(version.Path)) return version.Path;

        return StoredFiles.ModelIn(version.Path, wanted.FileName)
            ?? throw new ServingException(ServingError.Invalid(
                wanted.FileName is { } file
                    ? $"Version {version.Number} has no file '{file}'."
                    : $"Version {version.Number} holds no model: neither a {ModelFile.ManifestName}, nor a file model.onnx, model.neff, model.pt or model.sim.json."));
    }

    private static string PlatformOf(ModelPackage package) => package.Subgraphs.FirstOrDefault()?.Format switch
    {
        SubgraphFormat.Onnx => "onnxruntime_onnx",
        null => "neuron",
        var format => $"neuron_{format.ToString()!.ToLowerInvariant()}",
    };

    private RepositoryModel? Find(string name) => RepositoryScan.Read(settings.Roots).FirstOrDefault(model => model.Name == name);

    private static ServingError NotStored(string name) => ServingError.NotFound($"There is no model '{name}' in the repository.");

    private static ServingError NotLoaded(string name) => ServingError.NotFound($"No model '{name}' is loaded.");
}
