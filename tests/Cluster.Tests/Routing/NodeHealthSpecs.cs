using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster.Tests.Routing;

public sealed class NodeHealthSpecs
{
    private readonly NodeHealth _health = new(
        new RouteSettings(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), 0);

    [Fact]
    public void A_broken_connection_leaves_a_node_out_until_a_probe_is_answered()
    {
        _health.Broke("reset by peer");
        Assert.False(_health.IsAsked);
        Assert.True(_health.WantsProbe(0, owesAnswer: false));
        Assert.Equal("reset by peer", _health.WhyOut);

        Assert.True(_health.Heard(Second(1)));
        Assert.True(_health.IsAsked);
        Assert.False(_health.WantsProbe(Second(1), owesAnswer: true));
    }

    [Fact]
    public void Silence_while_it_owes_an_answer_calls_for_a_probe_and_does_not_leave_it_out_by_itself()
    {
        Assert.False(_health.WantsProbe(Second(1) - 1, owesAnswer: true));
        Assert.True(_health.WantsProbe(Second(1), owesAnswer: true));
        Assert.False(_health.WantsProbe(Second(9), owesAnswer: false));
        Assert.True(_health.IsAsked);

        Assert.False(_health.Heard(Second(9)));
        Assert.False(_health.WantsProbe(Second(9), owesAnswer: true));
    }

    [Fact]
    public void What_the_cluster_cannot_reach_is_not_even_probed_and_afterwards_a_probe_decides()
    {
        _health.Reachable(false);
        Assert.False(_health.IsAsked);
        Assert.False(_health.WantsProbe(Second(5), owesAnswer: true));

        Assert.False(_health.Heard(Second(1)));
        Assert.False(_health.IsAsked);

        _health.Reachable(true);
        Assert.False(_health.IsAsked);
        Assert.True(_health.WantsProbe(Second(5), owesAnswer: false));

        Assert.True(_health.Heard(Second(6)));
        Assert.True(_health.IsAsked);
    }

    private static long Second(long count) => count * TimeSpan.TicksPerSecond;
}
