using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NeuronActors.Cluster.Membership;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Cluster.Files;

/// <summary>
/// What a node does with model files: it knows the id of each model that it has, gives the files to whoever asks for the id, and has those
/// that it lacks brought from a node that has them. Thread-safe.
/// </summary>
/// <param name="node">This node.</param>
/// <param name="isHere">Whether there is a file or folder of a path on this node.</param>
/// <param name="shelf">What it gives to others.</param>
/// <param name="cache">What it has had from others; told the same shelf.</param>
/// <param name="connect">Makes a source of another node. The source is closed if it can be.</param>
internal sealed class ModelFiles(
    NodeName node, Func<string, bool> isHere, ModelFileShelf shelf, ModelFileCache cache, Func<NodeEndpoint, IModelFileSource> connect)
    : IAsyncDisposable
{
    private readonly ConditionalWeakTable<ModelPackage, Identity> _identities = [];
    private readonly ConcurrentDictionary<string, ContentHash> _cached = new(StringComparer.Ordinal);
    private readonly Dictionary<ModelName, (Epoch Since, LocatedModel Files)> _kept = [];
    private readonly Lock _gate = new();

    /// <summary>The id of a loaded model has been found: from then on <see cref="IdOf"/> knows it. Raised from any thread.</summary>
    public event Action? Identified;

    /// <summary>A model on this disk has no id, and why: so it cannot go to other nodes. Raised from any thread.</summary>
    public event Action<string, Exception>? Unidentified;

    /// <summary>Reads a model on this node's disk, and gives it to others from now on.</summary>
    /// <returns>Its id; null where there is none, or one that other nodes could not have.</returns>
    public async Task<ContentHash?> OfferAsync(string path, CancellationToken ct = default)
    {
        if (!isHere(path)) return null;

        try
        {
            return (await shelf.OfferAsync(path, ct).ConfigureAwait(false)).Id;
        }
        catch (ModelTransferException flaw)
        {
            Unidentified?.Invoke(path, flaw);
            return null;
        }
    }

    /// <summary>
    /// The id of a model that is loaded here; null as long as it is not known. The first call begins to find it, which takes as long as
    /// reading the files, and <see cref="Identified"/> tells of the end.
    /// </summary>
    public ContentHash? IdOf(ModelPackage package) => _identities.GetValue(package, Identify).Id;

    /// <summary>Finds the files of a model on this node, or has them brought here.</summary>
    /// <param name="source">What is known of the model.</param>
    /// <param name="origin">The node that was told to load it, if it is known: it has the files.</param>
    /// <param name="view">The other nodes, any of which may have them.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="ModelTransferException">They are nowhere to be had; why.</exception>
    public async Task<LocatedModel> LocateAsync(ModelSource source, NodeName? origin, DirectoryView view, CancellationToken ct = default)
    {
        if (source.Files is not { } id)
        {
            return isHere(source.Path)
                ? new LocatedModel(source.Path, null)
                : throw new ModelTransferException(
                    TransferFailure.BadModel,
                    $"There is no file or folder '{source.Path}' on node {node}, and no other node knows the hash by which to ask for it.");
        }

        // What is here already under its own path needs no copy; another file that happens to be there is not the model.
        if (await OfferAsync(source.Path, ct).ConfigureAwait(false) == id) return new LocatedModel(source.Path, null);

        var sources = SourcesOf(id, origin, view);
        try
        {
            var model = await cache.GetAsync(id, sources, progress: null, ct).ConfigureAwait(false);
            _cached[model.Path] = id;
            return new LocatedModel(model.Path, model);
        }
        finally
        {
            foreach (var one in sources.OfType<IDisposable>()) one.Dispose();
        }
    }

    /// <summary>A model has been loaded from these files: they stay as long as it is loaded.</summary>
    /// <param name="model">The model.</param>
    /// <param name="since">The change that loaded it: a table from before it says nothing about it.</param>
    /// <param name="files">The files; owned by this from now on.</param>
    public void Keep(ModelName model, Epoch since, LocatedModel files)
    {
        LocatedModel? former;
        lock (_gate)
        {
            former = _kept.GetValueOrDefault(model).Files;
            _kept[model] = (since, files);
        }

        former?.Dispose();
    }

    /// <summary>Lets go of the files of models that are loaded no more.</summary>
    /// <param name="asOf">The last change that the table knows.</param>
    /// <param name="isLoaded">Whether a model stands in the table.</param>
    public void Release(Epoch asOf, Func<ModelName, bool> isLoaded)
    {
        List<LocatedModel> gone = [];
        lock (_gate)
        {
            foreach (var (model, kept) in _kept.ToArray())
            {
                if (kept.Since > asOf || isLoaded(model)) continue;

                gone.Add(kept.Files);
                _kept.Remove(model);
            }
        }

        foreach (var files in gone) files.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => cache.DisposeAsync();

    // The one that was told to load it, then those that have loaded it, then all others: one that has not got it says so at once.
    private List<IModelFileSource> SourcesOf(ContentHash id, NodeName? origin, DirectoryView view) =>
    [
        .. view.Nodes
            .Where(other => other.Name != node && other.IsReachable && other.Last.Endpoint.Port > 0)
            .OrderBy(other => other.Name == origin ? 0 : other.Last.Models.Any(model => model.Source.Files == id) ? 1 : 2)
            .Select(other => connect(other.Last.Endpoint)),
    ];

    private Identity Identify(ModelPackage package)
    {
        if (_cached.TryGetValue(package.Path, out var id)) return new Identity { Id = id };

        var identity = new Identity();
        _ = FindAsync(package.Path, identity);
        return identity;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Without an id the model cannot go to other nodes, and nothing else.")]
    private async Task FindAsync(string path, Identity identity)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            identity.Id = await OfferAsync(path).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Unidentified?.Invoke(path, failure);
            return;
        }

        if (identity.Id is not null) Identified?.Invoke();
    }

    private sealed class Identity
    {
        private volatile object? _id;

        public ContentHash? Id
        {
            get => (ContentHash?)_id;
            set => _id = value;
        }
    }
}
