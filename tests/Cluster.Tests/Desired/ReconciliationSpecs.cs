using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster.Tests.Desired;

public sealed class ReconciliationSpecs
{
    private static readonly NcRange Two = new(0, 2);

    [Fact]
    public void What_is_where_it_is_meant_to_be_is_noted_once_and_left_alone()
    {
        var plan = Plan(Meant(Part(1)), Nodes.Says(1, 5, life: 7, models: (Nodes.Echo, Two)));

        Assert.Empty(plan.Steps);
        Assert.Equal((7, new Epoch(5)), (plan.Meant.Parts[0].SeenIn, plan.Meant.Parts[0].SeenAt));
        Assert.Equal(plan.Meant, Plan(plan.Meant, Nodes.Says(1, 6, life: 7, models: (Nodes.Echo, Two))).Meant);
    }

    [Fact]
    public void A_node_that_comes_back_takes_up_what_is_meant_for_it()
    {
        var plan = Plan(Meant(Part(1) with { SeenIn = 7, SeenAt = new Epoch(5) }), Nodes.Says(1, 1, life: 8));

        Assert.Equal(["load on n1 to (0, 2)"], Texts(plan));
    }

    [Fact]
    public void What_was_changed_by_hand_in_the_same_life_is_what_is_meant()
    {
        var seen = Part(1) with { SeenIn = 1, SeenAt = new Epoch(5) };

        var moved = Plan(Meant(seen, Part(2)), Nodes.Says(1, 6, models: (Nodes.Echo, new NcRange(2, 1))));
        Assert.Empty(moved.Steps);
        Assert.Equal(new NcRange(2, 1), moved.Meant.Parts[0].Range);

        var unloaded = Plan(Meant(seen, Part(2)), Nodes.Says(1, 6));
        Assert.Empty(unloaded.Steps);
        Assert.Equal(Nodes.Named(2), unloaded.Meant.Parts.Single().Node);
    }

    [Fact]
    public void A_word_older_than_the_change_says_nothing_about_it()
    {
        var meant = Meant(Part(1) with { SeenIn = 1, SeenAt = new Epoch(5) });

        var plan = Plan(meant, Nodes.Says(1, 4));

        Assert.Empty(plan.Steps);
        Assert.Equal(meant, plan.Meant);
    }

    [Fact]
    public void A_load_by_hand_on_another_node_is_taken_over()
    {
        var plan = Plan(Meant(Part(1)), Nodes.Says(1, models: (Nodes.Echo, Two)), Nodes.Says(2, models: (Nodes.Echo, new NcRange(1, 1))));

        Assert.Empty(plan.Steps);
        Assert.Equal(new NcRange(1, 1), plan.Meant.Find(Nodes.Named(2))!.Range);
    }

    [Fact]
    public void What_it_was_taken_from_gives_it_up_until_it_says_that_it_has()
    {
        var gone = Meant() with { Leftovers = [Nodes.Named(1), Nodes.Named(3)] };

        var plan = Plan(gone, Nodes.Says(1, models: (Nodes.Echo, Two)));
        Assert.Equal(["unload from n1"], Texts(plan));
        Assert.False(plan.IsForgotten);

        var next = Plan(plan.Meant, Nodes.Says(1, 2));
        Assert.Equal(Nodes.Named(3), next.Meant.Leftovers.Single());
        Assert.True(Reconciliation.Plan(next.Meant, View(Nodes.Says(1, 3)), _ => true, LostNodePolicy.Replace, Unused).IsForgotten);
    }

    [Fact]
    public void Others_stand_in_for_a_lost_node_until_it_is_back()
    {
        var meant = Meant(Part(1), Part(2));

        var lost = Plan(meant, lost: [1], Nodes.Says(2, models: (Nodes.Echo, Two)), Nodes.Says(3));
        Assert.Equal(["load on n3 to (0, 2)"], Texts(lost));
        Assert.Equal(Nodes.Named(1), lost.Meant.Find(Nodes.Named(3))!.StandsInFor);

        var stands = Plan(lost.Meant, lost: [1], Nodes.Says(2, 2, models: (Nodes.Echo, Two)), Nodes.Says(3, 2, models: (Nodes.Echo, Two)));
        Assert.Empty(stands.Steps);

        var back = Plan(stands.Meant, Nodes.Says(1, life: 2), Nodes.Says(2, 3, models: (Nodes.Echo, Two)), Nodes.Says(3, 3, models: (Nodes.Echo, Two)));
        Assert.Equal(["load on n1 to (0, 2)"], Texts(back));

        var home = Plan(
            back.Meant, Nodes.Says(1, 2, life: 2, models: (Nodes.Echo, Two)), Nodes.Says(2, 4, models: (Nodes.Echo, Two)), Nodes.Says(3, 4, models: (Nodes.Echo, Two)));
        Assert.Equal(["unload from n3"], Texts(home));

        // Its last word still has the model; it is unloaded once more, which does no harm, and is not taken for a load by hand.
        var late = Plan(
            home.Meant, Nodes.Says(1, 3, life: 2, models: (Nodes.Echo, Two)), Nodes.Says(2, 5, models: (Nodes.Echo, Two)), Nodes.Says(3, 5, models: (Nodes.Echo, Two)));
        Assert.Equal(["unload from n3"], Texts(late));

        var over = Plan(late.Meant, Nodes.Says(1, 4, life: 2, models: (Nodes.Echo, Two)), Nodes.Says(2, 6, models: (Nodes.Echo, Two)), Nodes.Says(3, 6));
        Assert.Empty(over.Steps);
        Assert.Equal([Nodes.Named(1), Nodes.Named(2)], over.Meant.Parts.Select(part => part.Node));
    }

    [Fact]
    public void Nobody_stands_in_for_a_node_that_has_not_been_away_for_long_or_when_the_policy_is_to_wait()
    {
        var view = View(Nodes.Says(2), Nodes.Says(3));

        Assert.Empty(Reconciliation.Plan(Meant(Part(1)), view, _ => false, LostNodePolicy.Replace, Unused).Steps);
        Assert.Empty(Reconciliation.Plan(Meant(Part(1)), view, _ => true, LostNodePolicy.Wait, Unused).Steps);
    }

    [Fact]
    public void A_node_that_cannot_be_reached_is_neither_lost_nor_told_anything()
    {
        var view = new DirectoryView([Nodes.Entry(Nodes.Says(1, life: 9), isReachable: false), Nodes.Entry(Nodes.Says(2))]);

        var plan = Reconciliation.Plan(Meant(Part(1)), view, _ => true, LostNodePolicy.Replace, Unused);

        Assert.Empty(plan.Steps);
        Assert.Equal(Meant(Part(1)), plan.Meant);
    }

    [Fact]
    public void A_node_that_leaves_in_order_is_stood_in_for_at_once_and_one_that_the_cluster_removes_is_not()
    {
        var leaving = Nodes.Entry(Nodes.Says(1, models: (Nodes.Echo, Two))) with { IsLeaving = true };
        var meant = Meant(Part(1) with { SeenIn = 1, SeenAt = new Epoch(1) });

        Assert.Equal(["load on n2 to (0, 2)"], Texts(PlanFor(leaving)));
        Assert.Empty(PlanFor(leaving with { IsReachable = false }).Steps);

        ReconciliationPlan PlanFor(NodeEntry node) => Reconciliation.Plan(
            meant, new DirectoryView([node, Nodes.Entry(Nodes.Says(2))]), _ => false, LostNodePolicy.Replace, Unused);
    }

    [Fact]
    public void The_stand_in_is_where_the_least_is_used_and_as_wide_as_there_is_room()
    {
        int[] used = [0, 3, 1, 0];
        var view = View(Nodes.Says(2, cores: 1), Nodes.Says(3, cores: 4));

        var plan = Reconciliation.Plan(Meant(Part(1)), view, _ => true, LostNodePolicy.Replace, _ => [.. used]);

        Assert.Equal(["load on n3 to (2, 2)"], Texts(plan));
    }

    [Fact]
    public void A_stand_in_that_cannot_load_the_model_is_forgotten_and_another_is_asked_or_nobody_for_a_while()
    {
        var meant = Meant(Part(1), Part(3) with { StandsInFor = Nodes.Named(1) });

        var another = Plan(meant, lost: [1], refusing: [3], Nodes.Says(3), Nodes.Says(4));
        Assert.Equal(["load on n4 to (0, 2)"], Texts(another));
        Assert.Equal([Nodes.Named(1), Nodes.Named(4)], another.Meant.Parts.Select(part => part.Node));

        var nobody = Plan(meant, lost: [1], refusing: [3], Nodes.Says(3));
        Assert.Empty(nobody.Steps);
        Assert.Equal([Part(1)], nobody.Meant.Parts.ToArray());

        Assert.Equal(["load on n3 to (0, 2)"], Texts(Plan(nobody.Meant, lost: [1], Nodes.Says(3))));
    }

    [Fact]
    public void Others_stand_in_for_a_node_that_is_there_and_could_not_take_its_part_up_for_long_until_it_can()
    {
        var given = Plan(Meant(Part(1)), lost: [1], refusing: [1], Nodes.Says(1), Nodes.Says(2));
        Assert.Equal(["load on n1 to (0, 2)", "load on n2 to (0, 2)"], Texts(given));
        Assert.Equal(Nodes.Named(1), given.Meant.Find(Nodes.Named(2))!.StandsInFor);

        var stands = Plan(given.Meant, lost: [1], refusing: [1], Nodes.Says(1), Nodes.Says(2, 2, models: (Nodes.Echo, Two)));
        Assert.Equal(["load on n1 to (0, 2)"], Texts(stands));

        var home = Plan(stands.Meant, Nodes.Says(1, 2, models: (Nodes.Echo, Two)), Nodes.Says(2, 3, models: (Nodes.Echo, Two)));
        Assert.Equal(["unload from n2"], Texts(home));
        Assert.Equal([Nodes.Named(1)], home.Meant.Parts.Select(part => part.Node));
    }

    [Fact]
    public void Nobody_stands_in_for_a_node_that_has_the_model_on_other_cores_or_could_not_load_it_only_a_moment_ago()
    {
        var elsewhere = Plan(Meant(Part(1)), lost: [1], refusing: [1], Nodes.Says(1, models: (Nodes.Echo, new NcRange(2, 2))), Nodes.Says(2));
        Assert.Equal(["move on n1 to (0, 2)"], Texts(elsewhere));

        Assert.Equal(["load on n1 to (0, 2)"], Texts(Plan(Meant(Part(1)), lost: [], refusing: [1], Nodes.Says(1), Nodes.Says(2))));
    }

    [Fact]
    public void Nobody_stands_in_for_a_node_from_which_the_model_was_taken_by_hand_whatever_it_could_not_load_before()
    {
        var seen = Part(1) with { SeenIn = 1, SeenAt = new Epoch(1) };

        var plan = Plan(Meant(seen, Part(2)), lost: [1], refusing: [1], Nodes.Says(1, 2), Nodes.Says(2, models: (Nodes.Echo, Two)), Nodes.Says(3));

        Assert.Empty(plan.Steps);
        Assert.Equal([Nodes.Named(2)], plan.Meant.Parts.Select(part => part.Node));
    }

    [Fact]
    public void What_a_node_still_owes_and_nobody_means_is_taken_from_it_when_it_comes()
    {
        var meant = Meant() with { Leftovers = [Nodes.Named(1)] };

        var waits = Owed(meant, LostNodePolicy.Replace, Nodes.Says(1));
        Assert.Equal(meant, waits.Meant);
        Assert.False(waits.IsForgotten);

        Assert.Equal(["unload from n1"], Texts(Plan(waits.Meant, Nodes.Says(1, 2, models: (Nodes.Echo, Two)))));
    }

    [Fact]
    public void A_stand_in_that_is_waited_for_no_longer_may_have_the_model_in_the_end_and_gives_it_up_then()
    {
        var meant = Meant(Part(2), Part(1) with { StandsInFor = Nodes.Named(2) });

        var owed = Owed(meant, LostNodePolicy.Wait, Nodes.Says(1));
        Assert.Empty(owed.Steps);
        Assert.Equal([Nodes.Named(1)], owed.Meant.Leftovers.ToArray());

        Assert.Equal(["unload from n1"], Texts(Plan(owed.Meant, Nodes.Says(1, 2, models: (Nodes.Echo, Two)))));
    }

    private static ReconciliationPlan Owed(DesiredModel meant, LostNodePolicy policy, NodeAnnouncement said) =>
        Reconciliation.Plan(meant, View(said), _ => true, policy, Unused, owes: _ => true);

    private static DesiredModel Meant(params DesiredPart[] parts) => new(Nodes.Echo, new ModelSource("/echo", null), [.. parts]);

    private static DesiredPart Part(int node) => new(Nodes.Named(node), Two);

    private static DirectoryView View(params NodeAnnouncement[] said) => new([.. said.Select(one => Nodes.Entry(one))]);

    private static ReconciliationPlan Plan(DesiredModel meant, params NodeAnnouncement[] said) => Plan(meant, [], said);

    private static ReconciliationPlan Plan(DesiredModel meant, int[] lost, params NodeAnnouncement[] said) => Plan(meant, lost, [], said);

    private static ReconciliationPlan Plan(DesiredModel meant, int[] lost, int[] refusing, params NodeAnnouncement[] said) =>
        Reconciliation.Plan(
            meant,
            View(said),
            node => lost.Any(number => Nodes.Named(number) == node),
            LostNodePolicy.Replace,
            Unused,
            node => refusing.Any(number => Nodes.Named(number) == node.Name));

    private static IReadOnlyList<int> Unused(NodeEntry node) => [.. new int[node.Last.Cores.Length]];

    private static IEnumerable<string> Texts(ReconciliationPlan plan) => plan.Steps.Select(step => step.ToString());
}
