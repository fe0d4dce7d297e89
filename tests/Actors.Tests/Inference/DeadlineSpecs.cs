using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace NeuronActors.Tests.Inference;

public sealed class DeadlineSpecs
{
    private readonly FakeTimeProvider _clock = new();

    private long Now => Clock.Now(_clock);

    [Fact]
    public void Without_a_deadline_there_is_always_time()
    {
        Assert.True(Deadline.None.IsNone);
        Assert.True(default(Deadline).IsNone);
        Assert.Equal(TimeSpan.MaxValue, Deadline.None.Left(_clock));
        Assert.False(Deadline.None.HasPassed(long.MaxValue));
        Assert.False(Deadline.None.WillHavePassed(0, long.MaxValue));
        Assert.Equal(Deadline.None, Deadline.After(Timeout.InfiniteTimeSpan, _clock));
    }

    [Fact]
    public void It_passes_at_its_moment_and_not_before()
    {
        var deadline = Deadline.After(TimeSpan.FromMilliseconds(5), _clock);

        _clock.Advance(TimeSpan.FromMilliseconds(5) - TimeSpan.FromTicks(1));
        Assert.False(deadline.HasPassed(Now));
        Assert.Equal(TimeSpan.FromTicks(1), deadline.Left(_clock));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(deadline.HasPassed(Now));
        Assert.Equal(TimeSpan.Zero, deadline.Left(_clock));
    }

    [Fact]
    public void It_will_have_passed_when_the_work_takes_longer_than_what_is_left()
    {
        var deadline = Deadline.After(TimeSpan.FromTicks(10), _clock);

        Assert.False(deadline.WillHavePassed(Now, 10));
        Assert.True(deadline.WillHavePassed(Now, 11));
        Assert.True(Deadline.After(TimeSpan.MaxValue, _clock) is var far && !far.WillHavePassed(Now, long.MaxValue - Now));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-TimeSpan.TicksPerDay)]
    [InlineData(long.MinValue)]
    public void No_time_makes_one_that_has_passed_already_and_stays_so(long ticks)
    {
        var deadline = Deadline.After(new TimeSpan(ticks), _clock);

        Assert.False(deadline.IsNone);
        Assert.True(deadline.HasPassed(Now));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.True(deadline.HasPassed(Now));
        Assert.True(deadline.Left(_clock) < TimeSpan.Zero, $"{deadline.Left(_clock)} is left");
    }

    [Fact]
    public void However_far_ahead_it_lies_ahead() => Gen.Long[1, long.MaxValue].Sample(ticks =>
    {
        var deadline = Deadline.After(new TimeSpan(ticks), _clock);

        Assert.False(deadline.IsNone);
        Assert.False(deadline.HasPassed(Now));
        Assert.True(deadline.Left(_clock) > TimeSpan.Zero);
        Assert.True(deadline.Left(_clock).Ticks == ticks || ticks > long.MaxValue - Now);
    });

    [Theory]
    [InlineData(1_000_000_000)]
    [InlineData(TimeSpan.TicksPerSecond)]
    [InlineData(24_000_000)]
    [InlineData(1_000)]
    public void A_second_is_a_second_whatever_the_clock_ticks_in(long frequency)
    {
        var clock = new TickingClock(frequency);
        var deadline = Deadline.After(TimeSpan.FromSeconds(3), clock);

        clock.Timestamp += frequency * 2;

        Assert.Equal(TimeSpan.FromSeconds(1), deadline.Left(clock));
    }

    private sealed class TickingClock(long frequency) : TimeProvider
    {
        public long Timestamp { get; set; }

        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => Timestamp;
    }
}
