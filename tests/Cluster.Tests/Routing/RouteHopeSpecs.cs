using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;
using NeuronActors.Cluster.Routing;

namespace NeuronActors.Cluster.Tests.Routing;

/// <summary>Seen from n1: when a request that nobody can take waits, and when it is told that there is no such model.</summary>
public sealed class RouteHopeSpecs
{
    private static readonly RouteSettings Settings = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), Long);
    private static readonly NcRange Two = new(0, 2);
    private static readonly Infer Request = new(Nodes.Echo, []);
    private static readonly InferRejected NotFound = new(RejectionReason.ModelNotFound, "no");

    private static TimeSpan Long => TimeSpan.FromSeconds(60);

    private static TimeSpan Moment => TimeSpan.FromSeconds(2);

    [Fact]
    public void A_model_that_is_nowhere_and_meant_nowhere_is_not_waited_for() => Assert.Equal(TimeSpan.Zero, Wait([Nodes.Says(1), Nodes.Says(2)]));

    [Fact]
    public void Until_all_nodes_have_been_heard_of_it_is_waited_for_a_moment() =>
        Assert.Equal(Moment, Wait([Nodes.Says(1)], isComplete: false));

    [Fact]
    public void Until_what_is_meant_has_been_read_it_is_waited_for_a_moment_as_well() =>
        Assert.Equal(Moment, Wait([Nodes.Says(1), Nodes.Says(2)], hasRead: false));

    [Fact]
    public void A_node_that_has_it_and_has_not_been_asked_is_waited_for_also_when_the_routes_do_not_know_it_yet() =>
        Assert.Equal(Long, Wait([Nodes.Says(1), Nodes.Says(2, models: (Nodes.Echo, Two))]));

    [Fact]
    public void A_node_that_has_it_and_goes_down_is_waited_for_because_others_take_over() =>
        Assert.Equal(Long, Wait([Nodes.Says(1), Nodes.Says(2, models: (Nodes.Echo, Two)) with { IsDraining = true }]));

    [Fact]
    public void A_node_that_had_it_and_says_no_is_behind_the_news()
    {
        var tries = new RouteTries();
        Assert.Null(tries.Refused(NotFound, Request, Nodes.Named(2), wasExpected: true));

        Assert.Equal(Long, Wait([Nodes.Says(1), Nodes.Says(2, models: (Nodes.Echo, Two))], tries));
    }

    [Fact]
    public void A_node_that_was_lost_under_the_request_may_come_back_and_has_not_said_no()
    {
        var tries = new RouteTries();
        Assert.Null(tries.Lost(Request, Nodes.Named(2)));
        Assert.False(tries.MayAsk(Nodes.Named(2)));

        Assert.Equal(Long, Wait([Nodes.Says(1), Nodes.Says(2, models: (Nodes.Echo, Two))], tries));
    }

    [Fact]
    public void A_model_that_has_come_to_this_node_since_it_was_looked_for_is_looked_for_again()
    {
        NodeAnnouncement[] said = [Nodes.Says(1, models: (Nodes.Echo, Two))];
        Assert.Equal(Long, Wait(said, isLoadedHere: true));

        var tries = new RouteTries();
        Assert.Null(tries.Refused(NotFound, Request, node: null, wasExpected: false));
        Assert.Equal(TimeSpan.Zero, Wait(said, tries, isLoadedHere: true));
    }

    [Fact]
    public void A_node_that_was_never_expected_to_run_it_is_believed()
    {
        var tries = new RouteTries();
        Assert.Null(tries.Refused(NotFound, Request, Nodes.Named(2), wasExpected: false));

        Assert.Equal(TimeSpan.Zero, Wait([Nodes.Says(1), Nodes.Says(2, models: (Nodes.Echo, default))], tries));
    }

    [Fact]
    public void A_model_that_this_node_has_announced_and_holds_no_more_is_on_its_way() =>
        Assert.Equal(Long, Wait([Nodes.Says(1, models: (Nodes.Echo, Two))]));

    [Fact]
    public void What_is_meant_is_waited_for_while_it_changes_and_while_it_is_missing()
    {
        var part = new DesiredPart(Nodes.Named(2), Two);

        Assert.Equal(Long, Wait([Nodes.Says(1), Nodes.Says(2)], meant: Meant(part)));
        Assert.Equal(Long, Wait([Nodes.Says(1), Nodes.Says(2)], meant: Meant() with { Before = [part] }));
        Assert.Equal(TimeSpan.Zero, Wait([Nodes.Says(1), Nodes.Says(2)], meant: Meant()));
    }

    private static DesiredModel Meant(params DesiredPart[] parts) => new(Nodes.Echo, new ModelSource("/echo", null), [.. parts]);

    private static TimeSpan Wait(NodeAnnouncement[] said, RouteTries? tries = null, DesiredModel? meant = null, bool isComplete = true, bool hasRead = true, bool isLoadedHere = false)
    {
        var desired = ImmutableDictionary<ModelName, DesiredModel>.Empty;
        var view = new DirectoryView([.. said.Select(one => Nodes.Entry(one))]) { IsComplete = isComplete };
        return RouteHope.LongestWait(
            Nodes.Echo,
            new PoolPicture(view, PoolLayout.Empty, meant is null ? desired : desired.Add(Nodes.Echo, meant)) { KnowsWhatIsMeant = hasRead },
            tries ?? new RouteTries(),
            node => node == Nodes.Named(1),
            isLoadedHere,
            Settings,
            Moment);
    }
}
