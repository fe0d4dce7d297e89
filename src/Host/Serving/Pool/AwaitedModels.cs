using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>
/// The models of this node's repository that the pool is to bring, to this node or to others, and has not brought yet. They come into the
/// repository when they are there, however long that takes, and nothing else waits for them. Thread-safe.
/// </summary>
internal sealed class AwaitedModels(ModelCatalog catalog, NeuronPool pool, ILogger<AwaitedModels> log)
{
    private readonly ConcurrentDictionary<string, Awaited> _awaited = new(StringComparer.Ordinal);

    /// <summary>From now on a version is awaited, until <see cref="Remove"/>; who asks for it meanwhile is told to come back.</summary>
    public void Add(string name, long version, ModelName alias)
    {
        Remove(name);
        _awaited[name] = new Awaited(version, alias, catalog.Loading.Begin(name, [version]));
    }

    public void Remove(string name)
    {
        if (_awaited.TryRemove(name, out var awaited)) awaited.Underway.Dispose();
    }

    /// <summary>Whether a model is awaited.</summary>
    public bool Contains(string name) => _awaited.ContainsKey(name);

    /// <summary>Whether a model is awaited that other nodes are meant to hold, and this one is not.</summary>
    public bool IsOthers(string name) =>
        _awaited.TryGetValue(name, out var awaited) && pool.View.Find(awaited.Alias) is { IsMeant: true } model && !model.MeantFor.Contains(pool.Node);

    /// <summary>Brings what has come into the repository, until the token is cancelled.</summary>
    public async Task FollowAsync(ModelRepository repository, CancellationToken cancellationToken)
    {
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        pool.Changed += OnChanged;
        try
        {
            while (true)
            {
                foreach (var (name, awaited) in _awaited) await LookAsync(repository, name, awaited, cancellationToken);
                await news.Reader.ReadAsync(cancellationToken);
            }
        }
        finally
        {
            pool.Changed -= OnChanged;
        }

        void OnChanged(object? sender, EventArgs e) => news.Writer.TryWrite(true);
    }

    private async Task LookAsync(ModelRepository repository, string name, Awaited awaited, CancellationToken cancellationToken)
    {
        var view = pool.View;
        if (view.Find(awaited.Alias) is not { } model)
        {
            // Unloaded from the whole pool, which means this node as well.
            Remove(name);
            await repository.ForgetAsync(name, awaited.Version, cancellationToken);
        }
        else if (view.IsHeld(model) || !(model.IsMeant || model.IsOnItsWayOut))
        {
            await TryAgainAsync(repository, name, awaited, cancellationToken);
        }
    }

    private async Task TryAgainAsync(ModelRepository repository, string name, Awaited awaited, CancellationToken cancellationToken)
    {
        try
        {
            await repository.TryAgainAsync(name, cancellationToken);

            // It serves, or is not to be there any more, or has failed for a reason of its own; unless it is awaited anew.
            if (_awaited.TryGetValue(name, out var now) && now == awaited) Remove(name);
        }
        catch (ServingException failure)
        {
            // The repository is away for a moment.
            RepositoryLog.LoadFailed(log, name, failure.Message);
        }
    }

    private sealed record Awaited(long Version, ModelName Alias, IDisposable Underway);
}
