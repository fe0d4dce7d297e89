using System.Globalization;
using System.Text;

namespace NeuronActors.Node.Metrics;

/// <summary>Writes readings as Prometheus reads them, the text format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(ImmutableArray<MetricReading> readings)
    {
        var text = new StringBuilder();
        foreach (var reading in readings)
        {
            var family = reading.Family;
            var name = family.PrometheusName;
            text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Help, quotes: false)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(family.PrometheusType).Append('\n');
            foreach (var sample in reading.Samples) Line(text, name, family.Labels, sample.Labels, null, sample.Value);
            foreach (var histogram in reading.Histograms) Write(text, name, family.Labels, histogram);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, string[] labels, HistogramSample histogram)
    {
        foreach (var (bound, count) in histogram.Buckets) Line(text, $"{name}_bucket", labels, histogram.Labels, Number(bound), count);
        Line(text, $"{name}_bucket", labels, histogram.Labels, "+Inf", histogram.Count);
        Line(text, $"{name}_sum", labels, histogram.Labels, null, histogram.Sum);
        Line(text, $"{name}_count", labels, histogram.Labels, null, histogram.Count);
    }

    private static void Line(StringBuilder text, string name, string[] labels, ImmutableArray<string> values, string? bound, double value)
    {
        text.Append(name);
        var pairs = labels.Select((label, i) => $"{label}=\"{Escape(values[i], quotes: true)}\"");
        if (bound is not null) pairs = pairs.Append($"le=\"{bound}\"");
        if (labels.Length > 0 || bound is not null) text.Append('{').AppendJoin(',', pairs).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text, bool quotes)
    {
        text = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
