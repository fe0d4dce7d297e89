namespace NeuronActors;

/// <summary>
/// The moment after which the answer of an <see cref="Infer"/> is of no use any more, on this process's monotonic clock. On the wire
/// it travels as the time that is left, so the clocks of two nodes need not agree; the journey itself is not counted.
/// </summary>
public readonly record struct Deadline
{
    private readonly long _ticks;

    private Deadline(long ticks) => _ticks = ticks;

    /// <summary>There is none.</summary>
    public static Deadline None => default;

    /// <summary>Whether there is none.</summary>
    public bool IsNone => _ticks == 0;

    /// <summary>The moment that lies a time ahead of now. A time of zero or less makes a deadline that has passed already.</summary>
    /// <param name="time">How far ahead; <see cref="Timeout.InfiniteTimeSpan"/> makes none.</param>
    /// <param name="clock">The clock; null means the system's, which is what every node uses outside tests.</param>
    public static Deadline After(TimeSpan time, TimeProvider? clock = null)
    {
        if (time == Timeout.InfiniteTimeSpan) return None;

        var now = Clock.Now(clock ?? TimeProvider.System);
        var at = time.Ticks > long.MaxValue - now ? long.MaxValue : now + time.Ticks;

        // What lies before the clock's start is no further away than that, so that the time left never overflows. 0 stands for none.
        return new Deadline(at <= 0 ? -1 : at);
    }

    /// <summary>The time that is left; zero or negative when it has passed, <see cref="TimeSpan.MaxValue"/> when there is none.</summary>
    public TimeSpan Left(TimeProvider? clock = null) =>
        IsNone ? TimeSpan.MaxValue : new TimeSpan(_ticks - Clock.Now(clock ?? TimeProvider.System));

    /// <summary>Whether it has passed at a moment of <see cref="Clock"/>.</summary>
    internal bool HasPassed(long now) => _ticks != 0 && _ticks <= now;

    /// <summary>Whether it will have passed a span of ticks after a moment of <see cref="Clock"/>.</summary>
    internal bool WillHavePassed(long now, long span) => _ticks != 0 && _ticks - now < span;
}
