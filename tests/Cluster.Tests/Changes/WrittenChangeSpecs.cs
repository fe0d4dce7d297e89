using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Tests.Changes;

public sealed class WrittenChangeSpecs
{
    private static readonly ModelSource Source = new("/echo", null);
    private static readonly NcRange Two = new(0, 2);
    private static readonly NcRange One = new(0, 1);

    [Fact]
    public void A_node_that_is_lost_in_its_step_keeps_the_part_that_it_had()
    {
        var (meant, change) = Begin([Part(1), Part(2)], [On(1, Two), On(2, One)], Has(1), Has(2));

        Lose(change, 2);
        var ended = WrittenChange.Ended(meant, change, View(Has(1)), Same);

        Assert.Equal([Part(1), Part(2)], ended.Parts.ToArray());
        Assert.Empty(ended.Leftovers);
        Assert.False(ended.IsChanging);
    }

    [Fact]
    public void The_only_holder_keeps_its_part_also_when_another_life_of_it_is_back_already_and_takes_it_up()
    {
        var seen = Part(1) with { SeenIn = 1, SeenAt = new Epoch(1) };
        var (meant, change) = Begin([seen], [On(1, One)], Has(1));

        Lose(change, 1);
        var back = View(Nodes.Entry(Nodes.Says(1, life: 2)));
        var ended = WrittenChange.Ended(meant, change, back, Same);

        Assert.Equal([Part(1)], ended.Parts.ToArray());
        var plan = Reconciliation.Plan(ended, back, _ => false, LostNodePolicy.Replace, node => new int[node.Last.Cores.Length]);
        Assert.Equal(["load on n1 to (0, 2)"], plan.Steps.Select(step => step.ToString()));
    }

    [Fact]
    public void A_load_that_is_lost_with_its_node_leaves_nothing_behind()
    {
        var (meant, change) = Begin([], [On(1, Two)], Empty(1), Empty(2));

        Lose(change, 1);
        var ended = WrittenChange.Ended(meant, change, View(Empty(2)), Same);

        Assert.Empty(ended.Parts);
        Assert.Empty(ended.Leftovers);
    }

    [Fact]
    public void What_cannot_be_reached_gives_the_model_up_if_the_change_comes_about_and_keeps_it_otherwise()
    {
        NodeEntry[] nodes = [Has(1), Empty(2), Unreachable(3)];

        var (meant, change) = Begin([Part(1), Part(3)], [On(2, Two)], nodes);
        change.Done(Nodes.Named(2), Two);
        change.Done(Nodes.Named(1), null);
        var done = WrittenChange.Ended(meant, change, View(nodes), Same);
        Assert.Equal([Part(2)], done.Parts.ToArray());
        Assert.Equal([Nodes.Named(3), Nodes.Named(1)], done.Leftovers.ToArray());

        (meant, change) = Begin([Part(1), Part(3)], [On(2, Two)], nodes);
        Refuse(change, 2);
        var failed = WrittenChange.Ended(meant, change, View(nodes), Same);
        Assert.Equal([Part(1), Part(3)], failed.Parts.ToArray());
        Assert.DoesNotContain(Nodes.Named(3), failed.Leftovers);
        Assert.True(change.IsRestored);
    }

    [Fact]
    public void What_was_loaded_by_hand_on_a_node_that_cannot_be_reached_is_kept_as_well()
    {
        NodeEntry[] nodes = [Has(1), Empty(2), Unreachable(3)];
        var (meant, change) = Begin([Part(1)], [On(2, Two)], nodes);

        Refuse(change, 2);
        var ended = WrittenChange.Ended(meant, change, View(nodes), Same);

        Assert.Equal([Nodes.Named(1), Nodes.Named(3)], ended.Parts.Select(part => part.Node));
        Assert.DoesNotContain(Nodes.Named(3), ended.Leftovers);
    }

    [Fact]
    public void Who_stands_in_for_another_still_does_after_a_change_that_failed()
    {
        var standIn = Part(3) with { StandsInFor = Nodes.Named(1) };

        // Whether the node is still away, or back and about to take its part up.
        foreach (var home in new NodeEntry[][] { [], [Empty(1)] })
        {
            NodeEntry[] nodes = [.. home, Empty(2), Has(3)];
            var (meant, change) = Begin([Part(1), standIn], [On(2, Two)], nodes);
            Assert.Equal([Part(2)], meant.Parts.ToArray());

            Refuse(change, 2);
            Assert.Equal([Part(1), standIn], WrittenChange.Ended(meant, change, View(nodes), Same).Parts.ToArray());
        }
    }

    [Fact]
    public void Who_stands_in_is_meant_for_itself_once_a_change_has_placed_the_model_there()
    {
        var standIn = Part(3) with { StandsInFor = Nodes.Named(1) };
        var (meant, change) = Begin([Part(1), standIn], [On(2, Two), On(3, Two)], Empty(2), Has(3));

        change.Done(Nodes.Named(2), Two);

        Assert.Equal([Part(2), Part(3)], WrittenChange.Ended(meant, change, View(Has(2), Has(3)), Same).Parts.ToArray());
    }

    [Fact]
    public void Another_coordinator_finishes_what_does_not_concern_a_node_that_is_away_and_its_part_stays()
    {
        var (meant, _) = Begin([Part(1), Part(2), Part(3)], [On(1, Two), On(2, Two), On(3, One)], Has(1), Has(2), Has(3));
        NodeEntry[] left = [Has(2), Has(3)];

        var change = WrittenChange.Resumed(meant, Picture(meant, left));
        Assert.Equal(["move on n3 to (0, 1)"], change.Begin().Select(step => step.ToString()));
        change.Done(Nodes.Named(3), One);

        Assert.True(change.IsEnded);
        Assert.Null(change.Failure);
        var ended = WrittenChange.Ended(meant, change, View(left), Same);
        Assert.Equal([Part(1), Part(2), new DesiredPart(Nodes.Named(3), One)], ended.Parts.ToArray());
        Assert.Empty(ended.Leftovers);
    }

    [Fact]
    public void Another_coordinator_undoes_what_cannot_be_finished_and_a_node_that_is_away_keeps_what_it_had()
    {
        var (meant, _) = Begin([Part(1), Part(2)], [On(1, One), On(3, Two)], Has(1), Has(2), Empty(3));
        NodeEntry[] left = [Has(2), Has(3)];

        var change = WrittenChange.Resumed(meant, Picture(meant, left));
        Assert.Equal(["load on n1 to (0, 1)"], change.Begin().Select(step => step.ToString()));
        Lose(change, 1);
        change.Done(Nodes.Named(3), null);

        Assert.True(change.IsRestored);
        var ended = WrittenChange.Ended(meant, change, View(left), Same);
        Assert.Equal([Part(1), Part(2)], ended.Parts.ToArray());
        Assert.Equal([Nodes.Named(3)], ended.Leftovers.ToArray());
    }

    [Fact]
    public void A_node_that_has_given_the_model_up_and_cannot_take_it_back_is_left_without_it()
    {
        var standIn = Part(2) with { StandsInFor = Nodes.Named(1) };
        var (meant, change) = Begin([Part(1), standIn], [On(3, Two)], MovePolicy.UnloadThenLoad, Has(1), Has(2), Empty(3));
        change.Done(Nodes.Named(1), null);
        change.Done(Nodes.Named(2), null);
        Refuse(change, 3);

        Refuse(change, 1);
        change.Done(Nodes.Named(2), Two);

        var ended = WrittenChange.Ended(meant, change, View(Empty(1), Has(2), Empty(3)), Same);
        Assert.False(change.IsRestored);
        Assert.Equal([Part(2)], ended.Parts.ToArray());
    }

    [Fact]
    public void What_is_meant_names_the_command_that_brought_it_and_none_that_failed()
    {
        NodeEntry[] nodes = [Has(1), Empty(2)];
        var (meant, change) = Begin([Part(1)], [On(1, Two), On(2, Two)], nodes);
        change.Done(Nodes.Named(2), Two);
        Assert.Equal("order", WrittenChange.Ended(meant, change, View(nodes), Same).Order);

        (meant, change) = Begin([Part(1)], [On(1, Two), On(2, Two)], nodes);
        Refuse(change, 2);
        Assert.Equal("", WrittenChange.Ended(meant, change, View(nodes), Same).Order);
    }

    private static (DesiredModel Meant, PoolChange Change) Begin(DesiredPart[] former, NodeRange[] target, params NodeEntry[] nodes) =>
        Begin(former, target, null, nodes);

    private static (DesiredModel Meant, PoolChange Change) Begin(DesiredPart[] former, NodeRange[] target, MovePolicy? policy, params NodeEntry[] nodes)
    {
        var picture = Picture(new DesiredModel(Nodes.Echo, Source, [.. former]), nodes);
        var change = new PoolChange(picture.Now(Nodes.Echo), PoolPlan.PartsOf(target), policy);
        change.Begin();
        return (WrittenChange.Begun(new PoolDecision(Nodes.Echo, Source, [.. target], policy), "order", picture), change);
    }

    private static void Lose(PoolChange change, int node) =>
        change.Failed(new PoolStepFailure(Nodes.Named(node), RuntimeErrorKind.LifeCycle, "gone"), null, isLost: true);

    private static void Refuse(PoolChange change, int node) =>
        change.Failed(new PoolStepFailure(Nodes.Named(node), RuntimeErrorKind.OutOfResources, "full"), null);

    private static DesiredPart Part(int node) => new(Nodes.Named(node), Two);

    private static NodeRange On(int node, NcRange range) => new(Nodes.Named(node), range);

    private static NodeEntry Has(int node) => Nodes.Entry(Nodes.Says(node, models: (Nodes.Echo, Two)));

    private static NodeEntry Empty(int node) => Nodes.Entry(Nodes.Says(node));

    private static NodeEntry Unreachable(int node) => Nodes.Entry(Nodes.Says(node, models: (Nodes.Echo, Two)), isReachable: false);

    private static DirectoryView View(params NodeEntry[] nodes) => new([.. nodes]);

    private static PoolPicture Picture(DesiredModel desired, params NodeEntry[] nodes) =>
        new(View(nodes), PoolLayout.Empty, ImmutableDictionary<ModelName, DesiredModel>.Empty.Add(Nodes.Echo, desired));

    private static DesiredPart Same(DesiredPart part) => part;
}
