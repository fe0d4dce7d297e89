using System.Text.RegularExpressions;
using NeuronActors.Node.Metrics;

namespace NeuronActors.Node.Tests.Documents;

public sealed partial class MetricsPageSpecs
{
    [Fact]
    public void The_page_describes_every_metric_with_its_type_and_no_other()
    {
        var onPage = Row().Matches(Documents.Read("docs/metrics.md")).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}").Order();
        var exported = MetricFamilies.Own.Concat(MetricFamilies.Triton).Select(family => $"{family.PrometheusName} {family.PrometheusType}").Order();
        Assert.Equal(exported, onPage);
    }

    [Fact]
    public void Names_are_ours_and_none_is_there_twice()
    {
        var names = MetricFamilies.Own.Select(family => family.PrometheusName).ToArray();
        Assert.All(names, name => Assert.Matches("^neuron_[a-z_]+$", name));
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [GeneratedRegex(@"^\| `(\w+)` \| (counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
