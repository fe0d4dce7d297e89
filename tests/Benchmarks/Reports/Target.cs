using System.Globalization;

namespace NeuronActors.Benchmarks.Reports;

/// <summary>What a result is held to.</summary>
/// <param name="Value">The bound.</param>
/// <param name="IsLeast">Whether it is a lower bound.</param>
internal sealed record Target(double Value, bool IsLeast)
{
    /// <summary>What it aims at beyond the bound; null for nothing.</summary>
    public double? Aim { get; init; }

    public static Target AtLeast(double value, double? aim = null) => new(value, IsLeast: true) { Aim = aim };

    public static Target AtMost(double value) => new(value, IsLeast: false);

    public bool IsMetBy(double result) => IsLeast ? result >= Value : result <= Value;

    public override string ToString()
    {
        var bound = string.Create(CultureInfo.InvariantCulture, $"{(IsLeast ? "≥" : "≤")} {Value:0.###}");
        return Aim is { } aim ? string.Create(CultureInfo.InvariantCulture, $"{bound} (aim {aim:0.##})") : bound;
    }
}
