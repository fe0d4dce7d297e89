using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NeuronActors.Node.Serving.Pool;

namespace NeuronActors.Node.Serving.Models;

/// <summary>
/// The models that serve, by the names that clients use: those of this node's repository, and those that only the pool has. Read by every
/// request, without a lock and without an allocation. A change is seen as a whole or not at all.
/// </summary>
internal sealed class ModelCatalog
{
    // The runtime's names of all loads, those included that are on their way in or out: what a core holds is shown under the client's name.
    private readonly ConcurrentDictionary<ModelName, (string Name, long Version)> _aliases = new();
    private ImmutableDictionary<string, ServedModel> _own = ImmutableDictionary.Create<string, ServedModel>(StringComparer.Ordinal);
    private ImmutableArray<ServedVersion> _ofPool = [];
    private volatile Snapshot _now = new([]);

    /// <summary>What this node's repository has loaded is another now. Raised by whoever changed it, when the change can be seen.</summary>
    public event Action? OwnChanged;

    /// <summary>What is on its way in and is not found yet.</summary>
    public LoadsUnderway Loading { get; } = new();

    /// <summary>The models, ordered by name.</summary>
    public ImmutableArray<ServedModel> Models => _now.Models;

    /// <summary>Finds the version that a request means.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The version as the client wrote it; empty means the default.</param>
    /// <param name="served">The version.</param>
    /// <param name="error">What to answer when there is none.</param>
    public bool TryFind(
        ReadOnlySpan<char> name,
        ReadOnlySpan<char> version,
        [NotNullWhen(true)] out ServedVersion? served,
        [NotNullWhen(false)] out ServingError? error)
    {
        if (TryFindNow(name, version, out served, out error)) return true;
        if (error.Kind != ServingErrorKind.NotFound) return false;

        // What ends its way in between the two looks is there at the second.
        if (Loading.Find(name, NumberOf(version)) is not { } underway) return TryFindNow(name, version, out served, out error);
        error = underway;
        return false;
    }

    private bool TryFindNow(
        ReadOnlySpan<char> name,
        ReadOnlySpan<char> version,
        [NotNullWhen(true)] out ServedVersion? served,
        [NotNullWhen(false)] out ServingError? error)
    {
        (served, error) = (null, null);
        if (!_now.ByName.TryGetValue(name, out var model))
        {
            error = NotLoaded(name);
        }
        else if (version.IsEmpty)
        {
            served = model.Default;
        }
        else if (NumberOf(version) is not { } number)
        {
            error = ServingError.Invalid($"'{version}' is no version of a model; versions are whole numbers above zero.");
        }
        else if ((served = model.Find(number)) is null)
        {
            error = ServingError.NotFound(
                $"Version {number} of model '{model.Name}' is not loaded; loaded: {string.Join(", ", model.Versions.Select(each => each.VersionText))}.");
        }

        return served is not null;
    }

    /// <summary>The model of a name; null when none of its versions is loaded.</summary>
    public ServedModel? Find(ReadOnlySpan<char> name) => _now.ByName.TryGetValue(name, out var model) ? model : null;

    /// <summary>What this node's repository has loaded of a name; null when nothing.</summary>
    public ServedModel? FindOwn(string name)
    {
        lock (_aliases) return _own.GetValueOrDefault(name);
    }

    /// <summary>Who takes the place of a version that refused because it is on its way out; null when nobody does.</summary>
    /// <param name="gone">The version.</param>
    /// <param name="wantsDefault">Whether the request named no version.</param>
    public ServedVersion? Successor(ServedVersion gone, bool wantsDefault)
    {
        var model = Find(gone.Name);
        var next = wantsDefault ? model?.Default : model?.Find(gone.Version);
        return next == gone ? null : next;
    }

    /// <summary>Whether a version is the one that requests find.</summary>
    public bool Holds(ServedVersion served) => Find(served.Name)?.Find(served.Version) == served;

    /// <summary>The client's name and version of what the runtime knows under a name of its own; null when it is none of the repository's.</summary>
    public (string Name, long Version)? Resolve(ModelName alias) =>
        _aliases.TryGetValue(alias, out var known) ? known : PoolAlias.TryParse(alias, out var parsed) ? (parsed.Name, parsed.Version) : null;

    /// <summary>Takes a name of the runtime for a load; false when it is taken.</summary>
    public bool TryReserve(ModelName alias, string name, long version) => _aliases.TryAdd(alias, (name, version));

    public void Release(ModelName alias) => _aliases.TryRemove(alias, out _);

    /// <summary>
    /// Puts a model of the repository in the place of what its name meant before. Without versions the name means nothing any more, or what
    /// the pool has.
    /// </summary>
    public void Set(string name, IEnumerable<ServedVersion> versions)
    {
        ImmutableArray<ServedVersion> sorted = [.. versions.OrderBy(version => version.Version)];
        lock (_aliases)
        {
            _own = sorted.IsEmpty ? _own.Remove(name) : _own.SetItem(name, new ServedModel(name, sorted));
            _now = Merge();
        }

        OwnChanged?.Invoke();
    }

    /// <summary>Puts what the pool has in the place of what it had before. A version of the repository goes before one of the same number.</summary>
    public void SetOfPool(ImmutableArray<ServedVersion> versions)
    {
        lock (_aliases)
        {
            _ofPool = versions;
            _now = Merge();
        }
    }

    private Snapshot Merge()
    {
        var others = _ofPool.Where(version => _own.GetValueOrDefault(version.Name)?.Find(version.Version) is null).DistinctBy(version => (version.Name, version.Version));
        return new Snapshot(
        [
            .. _own.Values.SelectMany(model => model.Versions).Concat(others)
                .GroupBy(version => version.Name, StringComparer.Ordinal)
                .Select(model => new ServedModel(model.Key, [.. model.OrderBy(version => version.Version)]))
                .OrderBy(model => model.Name, StringComparer.Ordinal),
        ]);
    }

    private static long? NumberOf(ReadOnlySpan<char> version) =>
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static ServingError NotLoaded(ReadOnlySpan<char> name) =>
        ServingError.NotFound($"No model '{name}' is loaded.");

    private sealed class Snapshot
    {
        public Snapshot(ImmutableArray<ServedModel> models)
        {
            Models = models;
            ByName = models.ToDictionary(model => model.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public ImmutableArray<ServedModel> Models { get; }

        public Dictionary<string, ServedModel>.AlternateLookup<ReadOnlySpan<char>> ByName { get; }
    }
}
