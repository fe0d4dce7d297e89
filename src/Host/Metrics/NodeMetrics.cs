using System.Globalization;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Metrics;

/// <summary>Reads every metric of a node at one moment.</summary>
internal sealed class NodeMetrics(NodeParts parts, RuntimeInstruments instruments, ServeOptions options)
{
    /// <summary>Reads them, with the node as it was seen last.</summary>
    public ImmutableArray<MetricReading> Read(NodeMoment seen)
    {
        var runtime = instruments.Read();
        var models = ModelMoment.Of(parts.Catalog, runtime);
        return
        [
            .. OfNode(seen.WhyNotReady is null),
            .. OfCores(seen.Cores, runtime),
            .. ModelReadings.Of(models),
            MetricReading.Of(MetricFamilies.Changes, instruments.Durations(RuntimeInstruments.ChangeDuration)),
            MetricReading.Of(MetricFamilies.Steps, instruments.Durations(RuntimeInstruments.StepDuration)),
            .. PoolReadings.Of(parts.Pool.Pool),
            .. options.TritonMetrics ? TritonReadings.Of(models) : [],
        ];
    }

    private IEnumerable<MetricReading> OfNode(bool isReady)
    {
        yield return MetricReading.Of(MetricFamilies.Info, [new MetricSample([parts.NodeName, ServerMetadata.Own.Version, parts.Placement.Runtime], 1)]);
        yield return MetricReading.Of(MetricFamilies.Ready, [new MetricSample([], isReady ? 1 : 0)]);
        yield return MetricReading.Of(MetricFamilies.Draining, [new MetricSample([], parts.Lifetime.IsDraining ? 1 : 0)]);
    }

    private static IEnumerable<MetricReading> OfCores(ImmutableArray<CoreView> cores, RuntimeReading runtime)
    {
        yield return MetricReading.Of(
            MetricFamilies.CoreState,
            from core in cores
            from state in Enum.GetValues<CoreState>()
            select new MetricSample([Label(core), Word(state)], core.Status.State == state ? 1 : 0));
        yield return PerCore(MetricFamilies.CoreExecutions, core => runtime.OfCore("neuron.core.executed", IndexOf(core)));
        yield return PerCore(MetricFamilies.CoreFailures, core => runtime.OfCore("neuron.core.failed", IndexOf(core)));
        yield return PerCore(MetricFamilies.CoreBusy, core => runtime.OfCore("neuron.core.busy", IndexOf(core)));
        yield return PerCore(MetricFamilies.CoreInFlight, core => runtime.OfCore("neuron.core.in_flight", IndexOf(core)));
        yield return PerCore(MetricFamilies.CoreMemoryUsed, core => core.Status.Memory.UsedBytes);
        yield return PerCore(MetricFamilies.CoreMemoryLimit, core => core.Status.Memory.LimitBytes);
        yield return MetricReading.Of(
            MetricFamilies.Replicas,
            from core in cores
            from replica in core.Replicas
            select new MetricSample([Label(core), replica.Model, replica.Version, replica.Subgraph, Word(replica.State)], 1));

        MetricReading PerCore(MetricFamily family, Func<CoreView, double?> value) => MetricReading.Of(
            family,
            from core in cores
            let number = value(core)
            where number is not null
            select new MetricSample([Label(core)], number.Value));
    }

    private static int IndexOf(CoreView core) => core.Status.Core.Index.Value;

    private static string Label(CoreView core) => IndexOf(core).ToString(CultureInfo.InvariantCulture);

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
