using NeuronActors.Node.Demo.Load;

namespace NeuronActors.Node.Tests.Demo.Load;

public sealed class CallerTallySpecs
{
    private static readonly VisibleCoreIndex Core = new(1);
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(3);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(0, 2, 1)]
    [InlineData(2, 2, 2)]
    public void A_request_that_any_part_of_a_move_fell_into_belongs_to_the_move(int sentIn, int answeredIn, int owner)
    {
        var tally = new CallerTally(cores: 2);

        tally.CountResult(Core, isRight: true, Latency, sentIn, answeredIn);

        var (phase, counted) = Assert.Single(tally.Phases);
        Assert.Equal(owner, phase);
        Assert.Equal(new long[] { 0, 1 }, counted.PerCore);
    }

    [Fact]
    public void Tallies_add_up()
    {
        var (one, other) = (new CallerTally(cores: 2), new CallerTally(cores: 2));
        one.CountSent();
        one.CountResult(Core, isRight: false, Latency, 0, 0);
        other.CountSent();
        other.CountSent();
        other.CountFailure("QueueFull: full");
        other.CountDuplicate();
        other.CountResult(new VisibleCoreIndex(0), isRight: true, Latency * 10, 0, 0);

        one.Add(other);

        Assert.Equal((3, 3, 1, 1, 1), (one.Sent, one.Answered, one.Failed, one.Duplicated, one.Wrong));
        Assert.Equal("QueueFull: full", one.FirstFailure);
        Assert.Equal(new long[] { 1, 1 }, one.Phases[0].PerCore);
        Assert.InRange(one.Phases[0].Latency.Max.TotalMilliseconds, 29.9, 30.1);
        Assert.InRange(one.Phases[0].Latency.P50.TotalMilliseconds, 2.9, 3.1);
    }
}
