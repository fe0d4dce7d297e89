using NeuronActors.Benchmarks.Load;

namespace NeuronActors.Benchmarks.Reports;

/// <summary>One line of the report: both sides as they were measured in the same run, and what is judged.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Product">Our side, in <paramref name="Unit"/>.</param>
/// <param name="Reference">The other side in the same unit; null when the result is absolute.</param>
/// <param name="Unit">The unit of both sides.</param>
/// <param name="Result">What is judged: a ratio, a difference, or our side itself.</param>
/// <param name="ResultUnit">Its unit; "×" for a ratio.</param>
/// <param name="Target">What it is held to; null for a line that is for information.</param>
internal sealed record Finding(
    string What, double Product, double? Reference, string Unit, double Result, string ResultUnit, Target? Target)
{
    /// <summary>The lowest and the highest result of a round; null where there is one result only.</summary>
    public (double Low, double High)? Spread { get; init; }

    public bool IsMissed => Target is { } target && !target.IsMetBy(Result);

    /// <summary>The ratio of two sides. It is the median of the rounds' ratios, since neighbours in time share the machine's mood.</summary>
    public static Finding Ratio(string what, double[] product, double[] reference, string unit, Target? target)
    {
        double[] ratios = [.. product.Zip(reference, (ours, theirs) => ours / theirs)];
        return Of(what, product, reference, unit, ratios, "×", target);
    }

    /// <summary>The ratio of two loads' rates, and for information the CPU time that each needs.</summary>
    public static IEnumerable<Finding> Rates(string what, Throughput.Rounds product, Throughput.Rounds reference, Target? target) =>
    [
        Ratio(what, product.PerSecond, reference.PerSecond, "1/s", target),
        Ratio($"{what}: CPU for each", product.Cpu, reference.Cpu, "µs", target: null),
    ];

    /// <summary>By how much our side exceeds the other.</summary>
    public static Finding Difference(string what, double[] product, double[] reference, string unit, Target? target)
    {
        double[] differences = [.. product.Zip(reference, (ours, theirs) => ours - theirs)];
        return Of(what, product, reference, unit, differences, unit, target);
    }

    /// <summary>Our side alone.</summary>
    public static Finding Absolute(string what, double value, string unit, Target? target) =>
        new(what, value, null, unit, value, unit, target);

    /// <summary>Our side alone, measured in several rounds.</summary>
    public static Finding Absolute(string what, double[] rounds, string unit, Target? target) =>
        Absolute(what, Statistics.Median(rounds), unit, target) with { Spread = (rounds.Min(), rounds.Max()) };

    private static Finding Of(
        string what, double[] product, double[] reference, string unit, double[] results, string resultUnit, Target? target) =>
        new(what, Statistics.Median(product), Statistics.Median(reference), unit, Statistics.Median(results), resultUnit, target)
        {
            Spread = (results.Min(), results.Max()),
        };
}
