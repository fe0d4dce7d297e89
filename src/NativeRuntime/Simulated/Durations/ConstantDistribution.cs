namespace NeuronActors.NativeRuntime.Simulated.Durations;

internal sealed class ConstantDistribution(TimeSpan duration) : Distribution
{
    public override TimeSpan Mean { get; } = NotNegative(duration, nameof(duration));

    public override TimeSpan Sample(RandomStream random) => Mean;

    public override string ToString() => DurationText.Format(Mean);
}
