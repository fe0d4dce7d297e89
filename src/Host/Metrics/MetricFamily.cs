namespace NeuronActors.Node.Metrics;

/// <summary>One metric, whatever it is written in: its name in OpenTelemetry, and the name that Prometheus makes of it.</summary>
/// <param name="Name">With dots: <c>neuron.core.memory.used</c>.</param>
/// <param name="Kind">What kind of number it is.</param>
/// <param name="Unit">As UCUM has it: <c>s</c>, <c>By</c>; empty for a count.</param>
/// <param name="Help">What it says, in one line.</param>
/// <param name="Labels">The names of its labels.</param>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Unit, string Help, params string[] Labels)
{
    /// <summary>A name that is another program's, which Prometheus gets as it is and OpenTelemetry does not get.</summary>
    public bool IsForeign { get; init; }

    /// <summary>With the unit as a word, and <c>_total</c> for what only grows: <c>neuron_core_memory_used_bytes</c>.</summary>
    public string PrometheusName => IsForeign ? Name : string.Concat(
        Name.Replace('.', '_'),
        Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" },
        Kind == MetricKind.Counter ? "_total" : "");

    public string PrometheusType => Kind.ToString().ToLowerInvariant();
}
