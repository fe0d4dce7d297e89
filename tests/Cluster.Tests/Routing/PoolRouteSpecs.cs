using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster.Tests.Routing;

public sealed class PoolRouteSpecs
{
    private const long Fresh = 100 * TimeSpan.TicksPerMillisecond;

    private readonly PoolRoute _route = new(
        new RouteSettings(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), new Random(7));

    [Fact]
    public void Replicas_here_come_first_while_they_have_room()
    {
        _route.Update([(Nodes.Named(2), 8)]);

        Assert.Equal(RouteKind.Here, Choose(new LocalLoad(1, 0, 0)).Kind);
        Assert.Equal(RouteKind.Here, Choose(new LocalLoad(1, 0, 1)).Kind);
        Assert.Equal(RouteKind.Elsewhere, Choose(new LocalLoad(1, 0, 2)).Kind);
        Assert.Equal(RouteKind.Elsewhere, Choose(LocalLoad.None).Kind);
    }

    [Fact]
    public void A_request_stays_when_elsewhere_is_no_better_by_a_whole_request()
    {
        _route.Update([(Nodes.Named(2), 1)]);
        var remote = _route.Remote[0];
        remote.Sent();
        remote.Sent();

        Assert.Equal(RouteKind.Here, Choose(new LocalLoad(1, 1, 2)).Kind);
        Assert.Equal(RouteKind.Elsewhere, Choose(new LocalLoad(1, 2, 2)).Kind);
    }

    [Fact]
    public void With_nobody_to_ask_it_waits_here_or_is_nowhere()
    {
        _route.Update([(Nodes.Named(2), 1)]);

        Assert.Equal(RouteKind.Here, _route.Choose(new LocalLoad(1, 9, 9), 0, _ => false).Kind);
        Assert.Equal(RouteKind.Here, _route.Choose(LocalLoad.None with { IsLoaded = true }, 0, _ => false).Kind);
        Assert.Equal(RouteKind.Nowhere, _route.Choose(LocalLoad.None, 0, _ => false).Kind);
    }

    [Fact]
    public void By_fresh_counts_the_least_loaded_is_chosen_with_what_others_send_counted_in()
    {
        _route.Update([(Nodes.Named(1), 1), (Nodes.Named(2), 1), (Nodes.Named(3), 1)]);
        Answer(0, new NodeLoad(3, 1, 1));
        Answer(1, new NodeLoad(0, 1, 1));
        Answer(2, new NodeLoad(0, 4, 4));

        for (var i = 0; i < 20; i++) Assert.NotSame(_route.Remote[0], Choose(LocalLoad.None, Fresh).Remote);
        _route.Remote[1].Sent();
        for (var i = 0; i < 20; i++) Assert.Same(_route.Remote[2], Choose(LocalLoad.None, Fresh).Remote);
    }

    [Fact]
    public void Counts_that_are_old_are_not_believed_and_own_requests_decide_between_two()
    {
        _route.Update([(Nodes.Named(1), 1), (Nodes.Named(2), 1), (Nodes.Named(3), 1)]);

        // Long ago node 1 was idle and the others were not: that must not send everything to node 1.
        Answer(0, new NodeLoad(0, 0, 1));
        Answer(1, new NodeLoad(9, 9, 1));
        Answer(2, new NodeLoad(9, 9, 1));
        var sent = new Dictionary<RemoteRoutee, int>();
        for (var i = 0; i < 300; i++)
        {
            var chosen = Choose(LocalLoad.None, Fresh + 1).Remote!;
            chosen.Sent();
            sent[chosen] = sent.GetValueOrDefault(chosen) + 1;
        }

        Assert.All(_route.Remote, remote => Assert.InRange(sent[remote], 90, 110));
    }

    [Fact]
    public void What_is_known_of_a_node_is_kept_when_others_come_and_go()
    {
        _route.Update([(Nodes.Named(1), 1), (Nodes.Named(2), 1)]);
        var kept = _route.Remote[1];
        kept.Sent();

        _route.Update([(Nodes.Named(2), 3), (Nodes.Named(3), 1)]);

        Assert.Same(kept, _route.Remote[0]);
        Assert.Equal((1, 3), (kept.Own, kept.Ready));
        Assert.Equal([Nodes.Named(2), Nodes.Named(3)], _route.Remote.Select(remote => remote.Node));
    }

    [Fact]
    public void Among_equals_all_get_their_share()
    {
        _route.Update([(Nodes.Named(1), 1), (Nodes.Named(2), 1)]);
        Answer(0, new NodeLoad(0, 0, 1));
        Answer(1, new NodeLoad(0, 0, 1));

        var chosen = Enumerable.Range(0, 50).Select(_ => Choose(LocalLoad.None, 1).Remote).Distinct();

        Assert.Equal(2, chosen.Count());
    }

    private RouteChoice Choose(LocalLoad local, long now = 0) => _route.Choose(local, now, _ => true);

    private void Answer(int remote, NodeLoad load)
    {
        _route.Remote[remote].Sent();
        _route.Remote[remote].Said(load, 0);
        _route.Remote[remote].Ended();
    }
}
