using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>
/// Keeps the catalogue in line with the pool: what other nodes have is found here as well, with what it takes and gives, and what has been
/// taken from the whole pool is found no more. On one task; looks whenever the pool or the repository changes.
/// </summary>
internal sealed class PoolModels(ModelCatalog catalog, ModelRepository repository, NeuronCores cores, NeuronPool pool, ILogger<PoolModels> log)
{
    // A node that was asked for a description and did not answer makes no news by that.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<ModelName, ServedVersion> _known = [];
    private readonly TaskCompletionSource _hasAll = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when everything has been found that the nodes have that can be reached, for the first time.</summary>
    public Task HasAll => _hasAll.Task;

    /// <summary>Follows the pool until the token is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        pool.Changed += OnChanged;
        catalog.OwnChanged += LookAgain;
        try
        {
            while (true)
            {
                var isComplete = await TakeAsync(cancellationToken);
                if (isComplete) _hasAll.TrySetResult();
                Task news = _news.Reader.WaitToReadAsync(cancellationToken).AsTask();
                await Task.WhenAny(news, isComplete ? news : Task.Delay(LookAgainAfter, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                _news.Reader.TryRead(out _);
            }
        }
        finally
        {
            catalog.OwnChanged -= LookAgain;
            pool.Changed -= OnChanged;
        }
    }

    private void OnChanged(object? sender, EventArgs e) => LookAgain();

    private void LookAgain() => _news.Writer.TryWrite(true);

    private PoolView Present()
    {
        var view = pool.View;
        return view with { Models = [.. view.Models.Where(model => !model.IsOnItsWayOut)] };
    }

    /// <returns>Whether everything is known now.</returns>
    private async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var view = Present();
        foreach (var gone in _known.Keys.Where(model => view.Find(model) is null).ToArray()) _known.Remove(gone);

        // Side by side: all holders that are silent take no longer than one. What nobody has makes news when somebody gets it.
        var asked = view.Models.Where(model => !_known.ContainsKey(model.Name) && view.IsHeld(model)).Select(model => pool.DescribeAsync(model.Name, cancellationToken));
        var described = await Task.WhenAll(asked);
        foreach (var description in described.OfType<ModelDescription>()) _known.Add(description.Model, Of(description));

        catalog.SetOfPool(
        [
            .. from model in view.Models
               where _known.ContainsKey(model.Name) && IsElsewhereOrOurs(model)
               orderby model.Nodes.Length descending, model.Name.Value
               select _known[model.Name],
        ]);
        await ForgetAsync(cancellationToken);
        return view.IsComplete && !described.Contains(null);
    }

    // What this node alone holds and its repository has just given up is on its way out.
    private bool IsElsewhereOrOurs(PoolModel model) =>
        model.IsMeant || model.Nodes.Any(node => node != pool.Node) || cores.Find(model.Name) is not null;

    // What the repository has loaded is on this node, or this node had heard of it before it was put into the catalogue; so the catalogue is
    // read first, and what neither this node nor the pool has by then has been taken from both.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        ServedVersion[] own = [.. catalog.Models.SelectMany(model => catalog.FindOwn(model.Name)?.Versions ?? [])];
        var view = Present();
        foreach (var version in own)
        {
            if (cores.Find(version.Model.Name) is not null || view.Find(version.Model.Name) is not null) continue;

            RepositoryLog.LeftPool(log, version.Name, version.Version);
            await repository.ForgetAsync(version, cancellationToken);
        }
    }

    private ServedVersion Of(ModelDescription description)
    {
        var alias = PoolAlias.Parse(description.Model);
        var platform = description.Format switch { "onnx" => "onnxruntime_onnx", "" => "neuron", var format => $"neuron_{format}" };
        return new ServedVersion(
            alias.Name,
            alias.Version,
            new PoolTarget(pool, description.Model, description.Signature),
            new RepositoryVersion(alias.Version, "", ""),
            ModelSettings.Default,
            platform,
            repository.StatisticsOf(alias.Name, alias.Version));
    }
}
