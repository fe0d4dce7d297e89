namespace NeuronActors.NativeRuntime.Simulated.Durations;

/// <summary>
/// How long something takes in the simulator: a duration for each time it happens. Immutable; any thread may sample it.
/// </summary>
public abstract class Distribution
{
    private protected Distribution()
    {
    }

    /// <summary>No time at all.</summary>
    public static Distribution Zero { get; } = new ConstantDistribution(TimeSpan.Zero);

    /// <summary>The mean of what <see cref="Sample"/> gives.</summary>
    public abstract TimeSpan Mean { get; }

    /// <summary>Always the same duration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static Distribution Constant(TimeSpan duration) => new ConstantDistribution(duration);

    /// <summary>Any duration between two, each as likely as the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The least is negative, or the most is below it.</exception>
    public static Distribution Uniform(TimeSpan least, TimeSpan most) => new UniformDistribution(least, most);

    /// <summary>A bell curve; what would be negative is 0.</summary>
    /// <param name="center">The mean before negative durations become 0; <see cref="Mean"/> is the one after.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the two is negative.</exception>
    public static Distribution Normal(TimeSpan center, TimeSpan deviation) => new NormalDistribution(center, deviation);

    /// <summary>Mostly short, sometimes long, as the times between independent events are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative.</exception>
    public static Distribution Exponential(TimeSpan mean) => new ExponentialDistribution(mean);

    /// <summary>One of several distributions each time, by weight: two constants make a fast path and a slow one.</summary>
    /// <exception cref="ArgumentException">There is no part, a weight is not positive, or the weights do not add up to 1.</exception>
    public static Distribution Mixture(params (double Weight, Distribution Part)[] parts) => new MixtureDistribution([.. parts]);

    /// <summary>
    /// Reads <c>5ms</c>, <c>uniform(1ms,3ms)</c>, <c>normal(5ms,1ms)</c>, <c>exponential(5ms)</c> or
    /// <c>mixture(0.95:3ms,0.05:exponential(40ms))</c>. Units are ns, us, ms, s and min; white space is free, and so is the case.
    /// </summary>
    /// <exception cref="FormatException">The text is none of these, and why.</exception>
    public static Distribution Parse(string text) => DistributionText.Parse(text);

    /// <summary>A duration stands for itself, always.</summary>
    public static implicit operator Distribution(TimeSpan duration) => Constant(duration);

    /// <summary>How long it takes this time; never negative.</summary>
    public abstract TimeSpan Sample(RandomStream random);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public abstract override string ToString();

    private protected static TimeSpan NotNegative(TimeSpan duration, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero, parameter);
        return duration;
    }

    private protected static TimeSpan FromTicks(double ticks) =>
        ticks <= 0 ? TimeSpan.Zero : ticks >= long.MaxValue ? TimeSpan.MaxValue : new TimeSpan((long)Math.Round(ticks));
}
