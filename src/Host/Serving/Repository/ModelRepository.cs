using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Repository.Uploads;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>
/// The models that there are, and the one way in which they come to serve and go: load what is new, let requests go there, unload what it
/// replaces. Changes of one model are made one after the other. Thread-safe.
/// </summary>
internal sealed partial class ModelRepository(
    ModelCatalog catalog, ModelLoads loads, RepositorySettings settings, UploadStore uploads, TimeProvider clock, ILogger<ModelRepository> log)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, long Version), ModelStatistics> _statistics = new();
    private readonly RepositoryStates _states = new();

    /// <summary>How models come to be loaded.</summary>
    public ModelControlMode Mode => settings.Mode;

    /// <summary>
    /// What was asked for at the start, or by the folders, and is not loaded; until it is, or is unloaded on purpose. What other nodes are
    /// meant to hold is not missed here.
    /// </summary>
    public ImmutableArray<string> Missing => [.. _states.Missing.Where(name => !loads.IsOthers(name))];

    /// <summary>Loads what is to be loaded at the start. What fails is logged, and shows in the index and in the readiness.</summary>
    /// <exception cref="ServingException">A root cannot be read, or a model that was named is not there.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (uploads.RemoveLeftovers() is > 0 and var lives) RepositoryLog.LeftoversRemoved(log, lives);
        var stored = RepositoryScan.Read(settings.Roots);
        var wanted = settings.Mode == ModelControlMode.Explicit && !settings.LoadAtStart.Contains("*")
            ? settings.LoadAtStart
            : [.. stored.Where(model => model.Flaw is null).Select(model => model.Name)];
        foreach (var none in stored.Where(model => model.Flaw is not null)) RepositoryLog.IsNoModel(log, none.Name, none.Flaw!);
        foreach (var name in wanted)
        {
            if (!stored.Any(model => model.Name == name)) throw new ServingException(ServingError.NotFound($"There is no model '{name}' in the repository."));
        }

        // One after the other, and whoever asks for the last one meanwhile is told that it is on its way.
        var underway = wanted.Select(name => (Name: name, Load: catalog.Loading.Begin(name))).ToArray();
        foreach (var (name, load) in underway)
        {
            _states.Want(name);
            using (load) await LoadCoreAsync(name, new LoadRequest(), cancellationToken);
        }
    }

    /// <summary>Loads a model, or loads it anew; returns when it serves.</summary>
    /// <returns>Why it does not; null when it does. What served before still does then.</returns>
    public Task<ServingError?> LoadAsync(string name, LoadRequest request, CancellationToken cancellationToken) =>
        settings.Mode == ModelControlMode.Poll
            ? Task.FromResult<ServingError?>(ByPolling)
            : LoadCoreAsync(name, request, cancellationToken);

    /// <summary>Takes a model out of service with all of its versions; returns when its memory is released.</summary>
    /// <param name="name">The model.</param>
    /// <param name="scope">From where: without one, from this node.</param>
    /// <param name="cancellationToken">Ends the wait. The change goes on.</param>
    /// <returns>Why it is not; null when it is.</returns>
    public Task<ServingError?> UnloadAsync(string name, PlacementScope scope, CancellationToken cancellationToken) =>
        settings.Mode == ModelControlMode.Poll
            ? Task.FromResult<ServingError?>(ByPolling)
            : UnloadCoreAsync(name, "unloaded", scope, cancellationToken);

    /// <summary>What a version has done, loads before included.</summary>
    public ModelStatistics StatisticsOf(string name, long version) => _statistics.GetOrAdd((name, version), _ => new ModelStatistics(clock));

    /// <summary>A version that was loaded from here has been taken from the whole pool, by another node: it serves no more.</summary>
    public Task ForgetAsync(ServedVersion gone, CancellationToken cancellationToken) => InTurnAsync(
        gone.Name,
        () =>
        {
            var versions = catalog.FindOwn(gone.Name)?.Versions ?? [];
            if (versions.Contains(gone))
            {
                catalog.Set(gone.Name, versions.Remove(gone));
                _states.Set(gone.Name, gone.Version, RepositoryState.Unavailable, "unloaded from the pool");
                if (versions.Length == 1) _states.Unwant(gone.Name);
            }

            return Task.FromResult<ServingError?>(null);
        },
        cancellationToken);

    /// <summary>A version that was to come from elsewhere is to be nowhere any more.</summary>
    public Task ForgetAsync(string name, long version, CancellationToken cancellationToken) => InTurnAsync(
        name,
        () =>
        {
            if (catalog.FindOwn(name) is null && _states.IsWanted(name))
            {
                _states.Unwant(name);
                _states.Set(name, version, RepositoryState.Unavailable, "unloaded from the pool");
            }

            return Task.FromResult<ServingError?>(null);
        },
        cancellationToken);

    /// <summary>Loads what could not be loaded before, if it is still to be there and is not.</summary>
    public Task<ServingError?> TryAgainAsync(string name, CancellationToken cancellationToken) =>
        _states.IsWanted(name) && catalog.FindOwn(name) is null
            ? LoadCoreAsync(name, new LoadRequest(), cancellationToken)
            : Task.FromResult<ServingError?>(null);

    /// <summary>Every version that there is, or that is loaded, by name and version.</summary>
    /// <exception cref="ServingException">A root cannot be read.</exception>
    public ImmutableArray<ModelIndexEntry> Index(bool readyOnly)
    {
        var entries = new SortedDictionary<(string, long), ModelIndexEntry>();
        foreach (var model in RepositoryScan.Read(settings.Roots))
        {
            if (model.Flaw is { } flaw) entries[(model.Name, 0)] = new ModelIndexEntry(model.Name, "", RepositoryState.Unavailable, flaw);
            foreach (var version in model.Versions)
            {
                entries.TryAdd((model.Name, version.Number), EntryOf(model.Name, version.Number, RepositoryState.Unavailable, "not loaded"));
            }
        }

        foreach (var (key, (state, reason)) in _states.All) entries[key] = EntryOf(key.Name, key.Version, state, reason);
        return [.. entries.Values.Where(entry => !readyOnly || entry.State == RepositoryState.Ready)];
    }

    private static ServingError ByPolling =>
        ServingError.Invalid("With --model-control-mode poll the repository's folders decide what is loaded; change them instead.");

    private static ModelIndexEntry EntryOf(string name, long version, RepositoryState state, string reason) =>
        new(name, version.ToString(System.Globalization.CultureInfo.InvariantCulture), state, reason);

    // A caller that goes away ends its wait, not the change: half a change is nobody's wish.
    private async Task<ServingError?> InTurnAsync(string name, Func<Task<ServingError?>> change, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        return await RunAsync().WaitAsync(cancellationToken);

        async Task<ServingError?> RunAsync()
        {
            try
            {
                return await change();
            }
            catch (Exception failure) when (ServingError.Of(failure) is not null)
            {
                return ServingError.Of(failure);
            }
            finally
            {
                turn.Release();
            }
        }
    }
}
