namespace NeuronActors.Node.Metrics;

/// <summary>What kind of number a metric is.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, until the node starts anew.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Times, counted by how long they were.</summary>
    Histogram,
}
