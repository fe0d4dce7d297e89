using NeuronActors.Cluster;

namespace NeuronActors.Node.Metrics;

/// <summary>The metrics of the pool, as this node sees it. A node that is alone has none of these numbers.</summary>
internal static class PoolReadings
{
    public static IEnumerable<MetricReading> Of(NeuronPool? pool)
    {
        var view = pool?.View;
        yield return MetricReading.Of(
            MetricFamilies.PoolNodes,
            from state in view is null ? [] : Enum.GetValues<PoolNodeState>()
            select new MetricSample([state.ToString().ToLowerInvariant()], view!.Nodes.Count(node => node.State == state)));
        yield return One(MetricFamilies.PoolCores, pool?.Table.Cores.Length);
        yield return One(MetricFamilies.PoolVersion, view?.Version);
        yield return One(MetricFamilies.PoolCoordinator, view is null ? null : view.Coordinator == pool!.Node ? 1 : 0);

        var traffic = pool?.Traffic;
        yield return Labelled(
            MetricFamilies.PoolRequests,
            ("completed", traffic?.Completed), ("refused", traffic?.Refused), ("failed", traffic?.Failed), ("lost", traffic?.Lost));
        yield return One(MetricFamilies.PoolServed, traffic?.Served);
        yield return Labelled(MetricFamilies.PoolTensors, ("sent", traffic?.BytesSent), ("received", traffic?.BytesReceived));
    }

    private static MetricReading One(MetricFamily family, double? value) =>
        MetricReading.Of(family, value is { } number ? [new MetricSample([], number)] : Array.Empty<MetricSample>());

    private static MetricReading Labelled(MetricFamily family, params ReadOnlySpan<(string Label, long? Value)> values)
    {
        var samples = new List<MetricSample>();
        foreach (var (label, value) in values)
        {
            if (value is { } number) samples.Add(new MetricSample([label], number));
        }

        return MetricReading.Of(family, samples);
    }
}
