namespace NeuronActors.NativeRuntime.Simulated.Durations;

internal sealed class NormalDistribution : Distribution
{
    public const string Name = "normal";

    private readonly TimeSpan _center;
    private readonly TimeSpan _deviation;

    public NormalDistribution(TimeSpan center, TimeSpan deviation)
    {
        _center = NotNegative(center, nameof(center));
        _deviation = NotNegative(deviation, nameof(deviation));
        Mean = FromTicks(MeanAboveZero(center.Ticks, deviation.Ticks));
    }

    public override TimeSpan Mean { get; }

    // Box and Muller's transform; the second number that it could give is not worth keeping state for.
    public override TimeSpan Sample(RandomStream random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return FromTicks(_center.Ticks + _deviation.Ticks * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    public override string ToString() => $"{Name}({DurationText.Format(_center)},{DurationText.Format(_deviation)})";

    /// <summary>The mean of max(0, X) for a normal X: μ Φ(μ/σ) + σ φ(μ/σ).</summary>
    private static double MeanAboveZero(double center, double deviation)
    {
        if (deviation == 0) return center;

        var z = center / deviation;
        return center * CumulativeAbove0(z) + deviation * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>Φ for z ≥ 0, to 1e-7: formula 26.2.17 of Abramowitz and Stegun.</summary>
    private static double CumulativeAbove0(double z)
    {
        var t = 1 / (1 + 0.2316419 * z);
        var tail = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - tail * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }
}
