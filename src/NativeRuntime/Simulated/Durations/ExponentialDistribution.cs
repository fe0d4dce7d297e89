namespace NeuronActors.NativeRuntime.Simulated.Durations;

internal sealed class ExponentialDistribution(TimeSpan mean) : Distribution
{
    public const string Name = "exponential";

    public override TimeSpan Mean { get; } = NotNegative(mean, nameof(mean));

    // 1 − x, because x may be 0 and never is 1.
    public override TimeSpan Sample(RandomStream random) => FromTicks(-Math.Log(1 - random.NextDouble()) * Mean.Ticks);

    public override string ToString() => $"{Name}({DurationText.Format(Mean)})";
}
