using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NeuronActors.Node.Metrics.Otlp;

/// <summary>The metrics of a node as instruments of .NET, for exporters that listen to those. Asking is what makes them read.</summary>
internal sealed class NodeMeter : IDisposable
{
    public const string Name = "NeuronActors.Node";

    // One collection asks each instrument in turn, and all of them are to speak of one moment.
    private static readonly TimeSpan OneCollection = TimeSpan.FromMilliseconds(200);

    private readonly Meter _meter = new(Name);
    private readonly NodeMetrics _metrics;
    private readonly NodeWatch _watch;
    private readonly Lock _lock = new();
    private Dictionary<string, MetricReading> _readings = [];
    private long _readAt;

    public NodeMeter(NodeMetrics metrics, NodeWatch watch)
    {
        (_metrics, _watch) = (metrics, watch);
        foreach (var family in MetricFamilies.Own) Create(family);
    }

    public void Dispose() => _meter.Dispose();

    private void Create(MetricFamily family)
    {
        switch (family.Kind)
        {
            case MetricKind.Counter:
                _meter.CreateObservableCounter(family.Name, () => Measure(family), Unit(family), family.Help);
                break;
            case MetricKind.Gauge:
                _meter.CreateObservableGauge(family.Name, () => Measure(family), Unit(family), family.Help);
                break;
            case MetricKind.Histogram:
                // Recorded where they happen.
                break;
            default:
                throw new InvalidOperationException($"{family.Name} is of no kind that is known.");
        }
    }

    private static string? Unit(MetricFamily family) => family.Unit.Length == 0 ? null : family.Unit;

    private IEnumerable<Measurement<double>> Measure(MetricFamily family) => Read().TryGetValue(family.Name, out var reading)
        ? reading.Samples.Select(sample => new Measurement<double>(
            sample.Value, family.Labels.Select((label, i) => new KeyValuePair<string, object?>(label, sample.Labels[i]))))
        : [];

    private Dictionary<string, MetricReading> Read()
    {
        lock (_lock)
        {
            if (_readings.Count > 0 && Stopwatch.GetElapsedTime(_readAt) < OneCollection) return _readings;

            _readings = _metrics.Read(_watch.Last).ToDictionary(reading => reading.Family.Name, StringComparer.Ordinal);
            _readAt = Stopwatch.GetTimestamp();
            return _readings;
        }
    }
}
