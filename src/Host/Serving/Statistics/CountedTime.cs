namespace NeuronActors.Node.Serving.Statistics;

/// <summary>How often something was done and how long it took in all.</summary>
/// <param name="Count">How often.</param>
/// <param name="Nanoseconds">The sum of the times.</param>
internal readonly record struct CountedTime(long Count, long Nanoseconds)
{
    public CountedTime Plus(TimeSpan time) => new(Count + 1, Nanoseconds + NanosecondsOf(time));

    /// <summary>More time for what has been counted already.</summary>
    public CountedTime PlusTime(TimeSpan time) => this with { Nanoseconds = Nanoseconds + NanosecondsOf(time) };

    private static long NanosecondsOf(TimeSpan time) => Math.Max(0, time.Ticks) * TimeSpan.NanosecondsPerTick;
}
