namespace NeuronActors.NativeRuntime.Simulated.Durations;

internal sealed class UniformDistribution : Distribution
{
    public const string Name = "uniform";

    private readonly TimeSpan _least;
    private readonly TimeSpan _most;

    public UniformDistribution(TimeSpan least, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        _least = NotNegative(least, nameof(least));
        _most = most;
    }

    public override TimeSpan Mean => FromTicks((_least.Ticks + (double)_most.Ticks) / 2);

    public override TimeSpan Sample(RandomStream random) =>
        FromTicks(_least.Ticks + random.NextDouble() * (_most.Ticks - (double)_least.Ticks));

    public override string ToString() => $"{Name}({DurationText.Format(_least)},{DurationText.Format(_most)})";
}
