using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Tests.Serving.Inference;

public sealed class DeadlineLimitsSpecs
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Without_limits_a_request_has_the_time_that_it_asks_for() =>
        Assert.True(new DeadlineLimits().DeadlineOf(null, default).IsNone);

    [Fact]
    public void The_default_is_for_who_does_not_ask_and_the_longest_for_who_asks_too_much()
    {
        var limits = new DeadlineLimits(Minute, Hour);

        AssertNear(Minute, limits.DeadlineOf(null, default));
        AssertNear(2 * Minute, limits.DeadlineOf(2 * Minute, default));
        AssertNear(Hour, limits.DeadlineOf(2 * Hour, default));
        AssertNear(Hour, new DeadlineLimits(Longest: Hour).DeadlineOf(null, default));
    }

    [Fact]
    public void What_has_passed_already_counts() => AssertNear(Minute, new DeadlineLimits().DeadlineOf(2 * Minute, ago: Minute));

    private static void AssertNear(TimeSpan expected, Deadline deadline) =>
        Assert.InRange(deadline.Left(), expected - TimeSpan.FromSeconds(20), expected);
}
