using NeuronActors.Node.Metrics;

namespace NeuronActors.Node.Tests.Metrics;

public sealed class PrometheusTextSpecs
{
    [Fact]
    public void Names_carry_their_unit_and_labels_their_escapes()
    {
        var family = new MetricFamily("neuron.core.memory.used", MetricKind.Gauge, "By", "One\\two\nthree", "model");
        var text = PrometheusText.Write([MetricReading.Of(family, [new MetricSample(["a\"b\\c\nd"], 1.5)])]);
        Assert.Equal(
            "# HELP neuron_core_memory_used_bytes One\\\\two\\nthree\n# TYPE neuron_core_memory_used_bytes gauge\n"
            + "neuron_core_memory_used_bytes{model=\"a\\\"b\\\\c\\nd\"} 1.5\n",
            text);
        Assert.Equal(1.5, Exposition.Parse(text)["neuron_core_memory_used_bytes{model=a\"b\\c\nd}"]);
    }

    [Fact]
    public void A_histogram_ends_with_everything_its_sum_and_its_count()
    {
        var family = new MetricFamily("neuron.step", MetricKind.Histogram, "s", "Steps");
        var text = PrometheusText.Write([MetricReading.Of(family, [new HistogramSample([], [(0.1, 1), (1, 2)], 3, 12.5)])]);
        Assert.Equal(
            """
            # HELP neuron_step_seconds Steps
            # TYPE neuron_step_seconds histogram
            neuron_step_seconds_bucket{le="0.1"} 1
            neuron_step_seconds_bucket{le="1"} 2
            neuron_step_seconds_bucket{le="+Inf"} 3
            neuron_step_seconds_sum 12.5
            neuron_step_seconds_count 3

            """.ReplaceLineEndings("\n"),
            text);
    }
}
