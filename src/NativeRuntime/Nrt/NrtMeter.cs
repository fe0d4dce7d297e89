using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>Shows what the steps of executions take. Executions count for themselves, and are asked when somebody collects.</summary>
internal sealed class NrtMeter : IDisposable
{
    private readonly Meter _meter = new(NrtRuntime.MeterName);
    private readonly ImmutableArray<NrtCore> _cores;

    public NrtMeter(ImmutableArray<NrtCore> cores)
    {
        _cores = cores;
        _meter.CreateObservableCounter("neuron.nrt.executions", () => PerCore(times => times.Executions), null, "Executions that ended well");
        _meter.CreateObservableCounter("neuron.nrt.write", () => PerCore(times => times.Write.TotalSeconds), "s", "Time copying inputs to the device");
        _meter.CreateObservableCounter("neuron.nrt.execute", () => PerCore(times => times.Execute.TotalSeconds), "s", "Time in nrt_execute");
        _meter.CreateObservableCounter("neuron.nrt.read", () => PerCore(times => times.Read.TotalSeconds), "s", "Time copying outputs back");
        _meter.CreateObservableCounter("neuron.nrt.numerical_errors", () => PerCore(times => times.NumericalErrors), null, "Numerical errors accepted");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<T>> PerCore<T>(Func<NrtStepTimes, T> value)
        where T : struct =>
        _cores.Select(core => new Measurement<T>(value(core.Times), new KeyValuePair<string, object?>("core", core.Index.Value)));
}
