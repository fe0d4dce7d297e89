using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuronActors.Node.Tests.Metrics;

/// <summary>
/// Reads the text format as strictly as it is written down: HELP and TYPE once before their samples, all lines of a family together, no sample
/// twice, escapes and numbers well-formed, counters that end in their suffix, histograms whole and growing.
/// </summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, (string Type, string Help)> _families = [];
    private readonly Dictionary<string, double> _samples = [];

    private Exposition()
    {
    }

    public IReadOnlyDictionary<string, (string Type, string Help)> Families => _families;

    /// <summary>Every sample by its name and labels, the labels in order of their names.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    public double this[string sample] => _samples.TryGetValue(sample, out var value) ? value : throw new KeyNotFoundException($"There is no sample {sample}.");

    public static Exposition Parse(string text)
    {
        var exposition = new Exposition();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string? family = null;
        var help = "";
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ', 4);
                Assert.Equal(4, parts.Length);
                (family, help) = (parts[2], parts[3]);
                Assert.DoesNotContain(family, exposition._families.Keys);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ');
                Assert.Equal(4, parts.Length);
                Assert.Equal(family, parts[2]);
                Assert.Contains(parts[3], new[] { "counter", "gauge", "histogram" });
                exposition._families.Add(family!, (parts[3], help));
            }
            else
            {
                exposition.Take(family, line);
            }
        }

        exposition.CheckHistograms();
        return exposition;
    }

    private void Take(string? family, string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, $"No sample: {line}");
        var name = match.Groups["name"].Value;
        var type = _families[family!].Type;
        var suffixes = type == "histogram" ? new[] { "_bucket", "_sum", "_count" } : [""];
        Assert.Contains(name, suffixes.Select(suffix => family + suffix));

        var labels = match.Groups["label"].Captures.Select(label => label.Value).ToArray();
        Assert.Equal(labels.Length, labels.Distinct(StringComparer.Ordinal).Count());
        var pairs = labels.Zip(match.Groups["text"].Captures, (label, value) => $"{label}={Unescape(value.Value)}").Order(StringComparer.Ordinal).ToArray();
        var value = double.Parse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (type == "counter") Assert.True(value >= 0, line);
        Assert.True(_samples.TryAdd(pairs.Length == 0 ? name : $"{name}{{{string.Join(",", pairs)}}}", value), $"Twice: {line}");
    }

    private void CheckHistograms()
    {
        foreach (var name in _families.Where(family => family.Value.Type == "histogram").Select(family => family.Key))
        {
            var series = _samples.Where(sample => sample.Key.StartsWith($"{name}_bucket", StringComparison.Ordinal))
                .GroupBy(sample => Bound().Replace(sample.Key, ""));
            foreach (var buckets in series)
            {
                var byBound = buckets.Select(bucket => (Bound: Bound().Match(bucket.Key).Groups[1].Value, Count: bucket.Value))
                    .Select(bucket => (Bound: bucket.Bound == "+Inf" ? double.PositiveInfinity : double.Parse(bucket.Bound, CultureInfo.InvariantCulture), bucket.Count))
                    .OrderBy(bucket => bucket.Bound)
                    .ToArray();
                Assert.Equal(double.PositiveInfinity, byBound[^1].Bound);
                Assert.Equal(byBound.Select(bucket => bucket.Count).Order(), byBound.Select(bucket => bucket.Count));
                var labels = buckets.Key[$"{name}_bucket".Length..].Replace("{,", "{", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal);
                Assert.Equal(byBound[^1].Count, this[$"{name}_count{labels}"]);
                Assert.True(this[$"{name}_sum{labels}"] >= 0);
            }
        }
    }

    private static string Unescape(string text) => Regex.Replace(text, @"\\(.)", match => match.Groups[1].Value switch
    {
        "n" => "\n",
        "\\" => "\\",
        "\"" => "\"",
        var other => throw new FormatException($"\\{other} is no escape."),
    });

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<text>([^"\\\n]|\\.)*)"(,(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<text>([^"\\\n]|\\.)*)")*\})? (?<value>[-+]?([0-9.]+(E[-+]?[0-9]+)?|Inf)|NaN)$""")]
    private static partial Regex Line();

    [GeneratedRegex(",?le=([^,}]+)")]
    private static partial Regex Bound();
}
