using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Serving.Pool;

/// <summary>
/// Keeps the catalogue in line with the pool: what other nodes have is found here as well, with what it takes and gives, and what has been
/// taken from the whole pool is found no more. On one task; looks whenever the pool changes.
/// </summary>
internal sealed class PoolModels(ModelCatalog catalog, ModelRepository repository, NeuronCores cores, NeuronPool pool, ILogger<PoolModels> log)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<ModelName, ServedVersion> _known = [];
    private readonly HashSet<ModelName> _seen = [];

    /// <summary>Follows the pool until the token is cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        pool.Changed += OnChanged;
        try
        {
            while (true)
            {
                var isComplete = await TakeAsync(cancellationToken);
                Task news = _news.Reader.WaitToReadAsync(cancellationToken).AsTask();
                await Task.WhenAny(news, isComplete ? news : Task.Delay(LookAgainAfter, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                _news.Reader.TryRead(out _);
            }
        }
        finally
        {
            pool.Changed -= OnChanged;
        }
    }

    private void OnChanged(object? sender, EventArgs e) => _news.Writer.TryWrite(true);

    /// <returns>Whether everything is known now.</returns>
    private async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var view = pool.View;
        view = view with { Models = [.. view.Models.Where(model => !model.IsOnItsWayOut)] };
        var isComplete = true;
        foreach (var gone in _known.Keys.Where(model => view.Find(model) is null).ToArray()) _known.Remove(gone);
        foreach (var model in view.Models.Where(model => !_known.ContainsKey(model.Name)))
        {
            if (await pool.DescribeAsync(model.Name, cancellationToken) is { } description) _known.Add(model.Name, Of(description));
            else isComplete = false;
        }

        catalog.SetOfPool(
        [
            .. from model in view.Models
               where _known.ContainsKey(model.Name) && IsElsewhereOrOurs(model)
               orderby model.Nodes.Length descending, model.Name.Value
               select _known[model.Name],
        ]);
        await ForgetAsync(view, cancellationToken);
        return isComplete;
    }

    // What this node alone holds and its repository has just given up is on its way out.
    private bool IsElsewhereOrOurs(PoolModel model) =>
        model.IsMeant || model.Nodes.Any(node => node != pool.Node) || cores.Find(model.Name) is not null;

    private async Task ForgetAsync(PoolView view, CancellationToken cancellationToken)
    {
        foreach (var version in catalog.Models.SelectMany(model => catalog.FindOwn(model.Name)?.Versions ?? []))
        {
            var name = version.Model.Name;
            if (view.Find(name) is not null)
            {
                _seen.Add(name);
                continue;
            }

            // A version that was never announced is on its way in.
            if (cores.Find(name) is not null || !_seen.Remove(name)) continue;

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
