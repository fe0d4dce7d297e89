using System.Diagnostics;
using System.Diagnostics.Metrics;
using NeuronActors.Cores;
using NeuronActors.Placement;

namespace NeuronActors.Telemetry;

/// <summary>
/// The instruments of one actor system, under <see cref="NeuronTelemetry.Name"/>. Inferences touch none of them: cores and routers count
/// for themselves, and are asked when somebody collects.
/// </summary>
internal sealed class NeuronMeter : IDisposable
{
    private readonly Meter _meter = new(NeuronTelemetry.Name);
    private readonly ImmutableArray<CoreVitals> _cores;
    private readonly ModelDirectory _models;
    private readonly Histogram<double> _changes;
    private readonly Histogram<double> _steps;

    public NeuronMeter(ImmutableArray<CoreVitals> cores, ModelDirectory models)
    {
        _cores = cores;
        _models = models;
        _changes = _meter.CreateHistogram<double>("neuron.placement.change.duration", "s", "Placement changes, by kind, outcome and model");
        _steps = _meter.CreateHistogram<double>("neuron.placement.step.duration", "s", "Drains, unloads and loads of one replica");
        ObserveCores();
        ObserveModels();
    }

    public void ChangeEnded(ChangeKind kind, ModelName model, TimeSpan duration, bool succeeded) =>
        _changes.Record(
            duration.TotalSeconds,
            new KeyValuePair<string, object?>("kind", kind.ToString()),
            new KeyValuePair<string, object?>("outcome", succeeded ? "done" : "failed"),
            new KeyValuePair<string, object?>("model", model.Value));

    public void StepEnded(PlacementStep step, ModelName model, TimeSpan duration) =>
        _steps.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("step", step.ToString()), new KeyValuePair<string, object?>("model", model.Value));

    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    public void Dispose() => _meter.Dispose();

    private void ObserveCores()
    {
        _meter.CreateObservableCounter("neuron.core.executed", () => PerCore(core => core.Counters.Executed), null, "Executions that ended well");
        _meter.CreateObservableCounter("neuron.core.failed", () => PerCore(core => core.Counters.Failed), null, "Executions that failed");
        _meter.CreateObservableCounter("neuron.core.busy", () => PerCore(core => core.Counters.Busy.TotalSeconds), "s", "Time spent executing");
        _meter.CreateObservableGauge("neuron.core.in_flight", () => PerCore(core => core.InFlight), null, "Executions handed over and not ended");
        _meter.CreateObservableGauge("neuron.core.in_service", () => PerCore(core => core.State == CoreState.Ready ? 1 : 0), null, "1 in service, 0 not");
        _meter.CreateObservableGauge("neuron.core.memory.used", () => PerCore(core => core.Memory.UsedBytes), "By", "Device memory in use");
    }

    private void ObserveModels()
    {
        _meter.CreateObservableCounter("neuron.model.completed", () => PerModel(model => model.Counters.Completed), null, "Requests answered with a result");
        _meter.CreateObservableCounter("neuron.model.failed", () => PerModel(model => model.Counters.Failed), null, "Requests that failed in the runtime");
        _meter.CreateObservableCounter("neuron.model.retried", () => PerModel(model => model.Counters.Retried), null, "Executions repeated on another core");
        _meter.CreateObservableCounter("neuron.model.rejected", Rejected, null, "Requests refused, by reason");
        _meter.CreateObservableGauge("neuron.model.queue.depth", () => PerModel(model => model.Counters.Waiting), null, "Requests that wait for a replica");
        _meter.CreateObservableGauge("neuron.model.queue.oldest_wait", () => PerModel(OldestWait), "s", "How long the oldest of them has waited");
        _meter.CreateObservableGauge("neuron.model.in_flight", () => PerModel(model => model.Counters.InFlight), null, "Requests that are with a replica");
    }

    private IEnumerable<Measurement<T>> PerCore<T>(Func<CoreVitals, T> value)
        where T : struct =>
        _cores.Select(core => new Measurement<T>(value(core), new KeyValuePair<string, object?>("core", core.Info.Index.Value)));

    private IEnumerable<Measurement<T>> PerModel<T>(Func<PlacedModel, T> value)
        where T : struct =>
        _models.Models.Select(model => new Measurement<T>(value(model), new KeyValuePair<string, object?>("model", model.Name.Value)));

    private IEnumerable<Measurement<long>> Rejected() =>
        from model in _models.Models
        from reason in Enum.GetValues<RejectionReason>()
        select new Measurement<long>(
            model.Counters.Rejected(reason),
            new KeyValuePair<string, object?>("model", model.Name.Value),
            new KeyValuePair<string, object?>("reason", reason.ToString()));

    private static double OldestWait(PlacedModel model) =>
        model.Counters.OldestAcceptedAt is var at && at != 0 ? Stopwatch.GetElapsedTime(at).TotalSeconds : 0;
}
