namespace NeuronActors;

/// <summary>Monotonic time in ticks of 100 ns since an arbitrary start: what deadlines and durations are kept in.</summary>
internal static class Clock
{
    public static long Now(TimeProvider provider)
    {
        var timestamp = provider.GetTimestamp();
        var frequency = provider.TimestampFrequency;

        // 10^9 is Linux's frequency; the division is the whole cost, and a constant makes it a multiplication.
        return frequency switch
        {
            1_000_000_000 => timestamp / 100,
            TimeSpan.TicksPerSecond => timestamp,
            _ => (long)(timestamp * ((double)TimeSpan.TicksPerSecond / frequency)),
        };
    }
}
