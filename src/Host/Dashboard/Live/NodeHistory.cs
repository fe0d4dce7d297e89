namespace NeuronActors.Node.Dashboard.Live;

/// <summary>The last minutes, for a page that has just been opened. Written by the observer, read by whoever joins.</summary>
internal sealed class NodeHistory
{
    /// <summary>How many seconds are kept.</summary>
    public const int Seconds = 300;

    // A page that is opened on a node with more models draws the others from then on.
    private const int MaxSeries = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<TrendPoint>> _series = new(StringComparer.Ordinal);
    private byte[] _state = [];

    public void Take(NodeState state, byte[] bytes)
    {
        var points = state.Models.Take(MaxSeries).Select(each => (SeriesOf(each.Model.Served.Name, each.Model.Served.VersionText), each.Window.Point))
            .Prepend(("", state.Total.Point))
            .ToArray();
        lock (_lock)
        {
            foreach (var gone in _series.Keys.Except(points.Select(point => point.Item1)).ToArray()) _series.Remove(gone);
            foreach (var (series, point) in points) Add(series, point);
            _state = bytes;
        }
    }

    /// <summary>The name of a model's series.</summary>
    public static string SeriesOf(string model, string version) => $"{model}:{version}";

    /// <summary>The events that a client begins with.</summary>
    public byte[] First()
    {
        lock (_lock) return [.. StateJson.History(_series), .. _state];
    }

    private void Add(string series, TrendPoint point)
    {
        if (!_series.TryGetValue(series, out var points)) _series[series] = points = new Queue<TrendPoint>();

        points.Enqueue(point);
        if (points.Count > Seconds) points.Dequeue();
    }
}
