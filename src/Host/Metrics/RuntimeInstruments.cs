using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Metrics;

/// <summary>
/// Listens to the runtime's instruments: those that are asked give a <see cref="RuntimeReading"/>, and the durations of placement are
/// counted from the start of the node. Thread-safe.
/// </summary>
internal sealed class RuntimeInstruments : IDisposable
{
    public const string ChangeDuration = "neuron.placement.change.duration";
    public const string StepDuration = "neuron.placement.step.duration";

    private readonly ModelCatalog _catalog;
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, DurationHistogram> _durations = new(StringComparer.Ordinal);
    private RuntimeReading _reading = new();

    public RuntimeInstruments(NeuronCores cores, ModelCatalog catalog)
    {
        _catalog = catalog;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (cores.Owns(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public RuntimeReading Read()
    {
        lock (_lock)
        {
            _reading = new RuntimeReading();
            _listener.RecordObservableInstruments();
            return _reading;
        }
    }

    /// <summary>The durations that an instrument has told, for each set of its tags.</summary>
    public IEnumerable<HistogramSample> Durations(string instrument) =>
        from pair in _durations
        let parts = pair.Key.Split('\n')
        where parts[0] == instrument
        orderby pair.Key
        select pair.Value.Read([.. parts[1..]]);

    public void Dispose() => _listener.Dispose();

    // Two loads of one model have two names in the runtime, and one for clients.
    private string NameOf(object? model) => model is string alias && ModelName.TryParse(alias, out var name) ? _catalog.Resolve(name)?.Name ?? alias : "";

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.Name is ChangeDuration or StepDuration)
        {
            var key = instrument.Name;
            foreach (var tag in tags) key = $"{key}\n{(tag.Key == "model" ? NameOf(tag.Value) : tag.Value?.ToString()?.ToLowerInvariant())}";
            _durations.GetOrAdd(key, _ => new DurationHistogram()).Record(value);
        }
        else if (tags.Length == 1)
        {
            _reading.Add(instrument.Name, Convert.ToString(tags[0].Value, CultureInfo.InvariantCulture) ?? "", value);
        }
    }
}
