using System.Diagnostics;
using NeuronActors.Node.Metrics;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Repository;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>Makes of what a node is now, and of what it was, what the page shows. Not thread-safe.</summary>
internal sealed class NodeTracker(NodeParts parts, RuntimeInstruments instruments, TimeProvider clock)
{
    // Reading the folders is the dearest part, and they change seldom; a load or unload is seen at once all the same.
    private static readonly TimeSpan FoldersGood = TimeSpan.FromSeconds(2);

    private readonly CoreLoads _loads = new();
    private readonly PoolTracker _pool = new();
    private readonly MoveMarks _marks = new();
    private readonly ModelWindow _total = new();
    private readonly Dictionary<(string Name, string Version), ModelWindow> _windows = [];
    private readonly Dictionary<(string Name, string Version), (LatencyCounts Latencies, long Failures)> _counted = [];
    private ImmutableArray<ModelIndexEntry> _index = [];
    private ImmutableArray<ServedModel> _indexedModels;
    private long _indexedAt;

    public NodeState Next(NodeMoment seen)
    {
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var timestamp = Stopwatch.GetTimestamp();
        var runtime = instruments.Read();
        var models = ModelMoment.Of(parts.Catalog, runtime);
        _marks.Take(at, seen, models.Select(model => model.Served));
        foreach (var gone in _windows.Keys.Except(models.Select(KeyOf)).ToArray()) _windows.Remove(gone);
        ImmutableArray<(ModelMoment, ModelWindow)> windows = [.. models.Select(model => (model, Take(model, at, timestamp)))];
        TakeTotal(models, at, timestamp);
        return new NodeState(at, seen, _loads.Take(timestamp, seen, runtime), _total, windows, _marks.All, Index(timestamp))
        {
            Pool = seen.Pool is { } pool ? _pool.Next(at, timestamp, pool) : null,
        };
    }

    private ModelWindow Take(ModelMoment model, long at, long timestamp)
    {
        if (!_windows.TryGetValue(KeyOf(model), out var window)) _windows[KeyOf(model)] = window = new ModelWindow();

        window.Take(at, timestamp, model.Statistics.Latencies, model.Statistics.Fail.Count, model.Waiting);
        return window;
    }

    // A model that was unloaded takes its counts with it: the sum is of what is there, and never goes back below what it was.
    private void TakeTotal(ImmutableArray<ModelMoment> models, long at, long timestamp)
    {
        foreach (var model in models) _counted[KeyOf(model)] = (model.Statistics.Latencies, model.Statistics.Fail.Count);
        var latencies = _counted.Values.Aggregate(LatencyCounts.None, (sum, counts) => sum.Plus(counts.Latencies));
        _total.Take(at, timestamp, latencies, _counted.Values.Sum(counts => counts.Failures), models.Sum(model => model.Waiting));
    }

    private ImmutableArray<ModelIndexEntry> Index(long timestamp)
    {
        var models = parts.Catalog.Models;
        if (models == _indexedModels && Stopwatch.GetElapsedTime(_indexedAt, timestamp) < FoldersGood) return _index;

        (_indexedModels, _indexedAt) = (models, timestamp);
        try
        {
            _index = parts.Repository.Index(readyOnly: false);
        }
        catch (ServingException)
        {
            // A root that cannot be read: the call that asks for the index says why.
            _index = [];
        }

        return _index;
    }

    private static (string Name, string Version) KeyOf(ModelMoment model) => (model.Served.Name, model.Served.VersionText);
}
