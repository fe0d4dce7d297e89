using CsCheck;
using NeuronActors.Cluster.Changes;
using Parts = System.Collections.Immutable.ImmutableSortedDictionary<NeuronActors.Cluster.NodeName, NeuronActors.NcRange>;

namespace NeuronActors.Cluster.Tests.Changes;

public sealed class PoolChangeSpecs
{
    private static readonly Gen<Parts> AnyParts =
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 2]).Array[0, 4].Select(parts =>
            PoolPlan.PartsOf(parts.DistinctBy(part => part.Item1).Select(part => Part(part.Item1, part.Item2, 1))));

    [Fact]
    public void Without_a_policy_of_its_own_the_model_is_loaded_elsewhere_before_it_is_unloaded()
    {
        var change = new PoolChange(On(Part(1, 0, 2)), On(Part(2, 0, 2)), MovePolicy.LoadThenUnload);

        Assert.Equal(["load on n2 to (0, 2)"], Texts(change.Begin()));
        Assert.Equal(["unload from n1"], Texts(change.Done(Nodes.Named(2), new NcRange(0, 2))));
        Assert.Empty(change.Done(Nodes.Named(1), null));
        Assert.True(change.IsEnded);
        Assert.Null(change.Failure);
    }

    [Fact]
    public void The_other_order_is_to_be_had()
    {
        var change = new PoolChange(On(Part(1, 0, 2)), On(Part(2, 0, 2)), MovePolicy.UnloadThenLoad);

        Assert.Equal(["unload from n1"], Texts(change.Begin()));
        Assert.Equal(["load on n2 to (0, 2)"], Texts(change.Done(Nodes.Named(1), null)));
    }

    [Fact]
    public void Nodes_of_one_stage_work_side_by_side_and_one_that_keeps_its_part_does_nothing()
    {
        var change = new PoolChange(On(Part(1, 0, 2), Part(2, 0, 1)), On(Part(1, 0, 2), Part(2, 1, 1), Part(3, 0, 1)), MovePolicy.LoadThenUnload);

        Assert.Equal(["move on n2 to (1, 1)", "load on n3 to (0, 1)"], Texts(change.Begin()));
        Assert.Empty(change.Done(Nodes.Named(3), new NcRange(0, 1)));
        Assert.False(change.IsEnded);
        Assert.Empty(change.Done(Nodes.Named(2), new NcRange(1, 1)));
        Assert.True(change.IsEnded);
    }

    [Fact]
    public void A_step_that_fails_undoes_what_the_others_of_its_stage_have_done()
    {
        var change = new PoolChange(On(Part(1, 0, 1)), On(Part(2, 0, 1), Part(3, 0, 1)), MovePolicy.LoadThenUnload);
        change.Begin();

        Assert.Empty(change.Failed(new PoolStepFailure(Nodes.Named(3), RuntimeErrorKind.OutOfResources, "full"), null));
        Assert.Equal(["unload from n2"], Texts(change.Done(Nodes.Named(2), new NcRange(0, 1))));
        Assert.Empty(change.Done(Nodes.Named(2), null));

        Assert.True(change.IsRestored);
        Assert.Equal(Nodes.Named(3), change.Failure!.Node);
    }

    [Fact]
    public void A_node_that_is_lost_is_asked_nothing_more()
    {
        var change = new PoolChange(On(Part(1, 0, 1)), On(Part(2, 0, 1)), MovePolicy.UnloadThenLoad);
        change.Begin();

        Assert.Empty(change.Failed(new PoolStepFailure(Nodes.Named(1), RuntimeErrorKind.TimedOut, "lost"), new NcRange(0, 1), isLost: true));
        Assert.True(change.IsEnded);
        Assert.True(change.IsRestored);
    }

    [Fact]
    public void An_answer_that_nobody_waits_for_changes_nothing()
    {
        var change = new PoolChange(On(Part(1, 0, 1)), On(Part(2, 0, 1)), MovePolicy.LoadThenUnload);
        change.Begin();

        Assert.Empty(change.Done(Nodes.Named(1), null));
        Assert.Equal(change.From, change.Now);
    }

    [Fact]
    public void Whatever_fails_a_change_ends_and_says_rightly_where_the_model_is() =>
        Gen.Select(AnyParts, AnyParts, Gen.Enum<MovePolicy>(), Gen.Select(Gen.Int[0, 9], Gen.Bool, Gen.Bool).Array[64]).Sample((from, to, policy, fates) =>
        {
            var change = new PoolChange(from, to, policy);
            var cores = from;
            var fate = 0;
            var running = new List<NodeStep>(change.Begin());
            while (running.Count > 0)
            {
                Assert.True(fate < fates.Length, "The change does not end.");
                var (luck, lastOfAll, isLost) = fates[fate++];
                var step = running[lastOfAll ? running.Count - 1 : 0];
                running.Remove(step);
                if (luck > 2) cores = step.Range is { } range ? cores.SetItem(step.Node, range) : cores.Remove(step.Node);
                NcRange? now = cores.TryGetValue(step.Node, out var held) ? held : null;
                running.AddRange(luck > 2
                    ? change.Done(step.Node, now)
                    : change.Failed(new PoolStepFailure(step.Node, RuntimeErrorKind.Unknown, "by fate"), now, isLost));
            }

            Assert.True(change.IsEnded);
            Assert.Equal(cores, change.Now);
            if (change.Failure is null) Assert.Equal(to, change.Now);
            Assert.Equal(change.Failure is not null && cores.SequenceEqual(from), change.IsRestored);
        });

    [Fact]
    public void Loading_first_the_model_is_never_nowhere_in_between() =>
        Gen.Select(AnyParts.Where(parts => parts.Count > 0), AnyParts.Where(parts => parts.Count > 0)).Sample((from, to) =>
        {
            var change = new PoolChange(from, to, MovePolicy.LoadThenUnload);
            var steps = new Queue<NodeStep>(change.Begin());
            while (steps.TryDequeue(out var step))
            {
                Assert.Contains(change.Now, part => part.Key != step.Node || step.Range is not null);
                foreach (var next in change.Done(step.Node, step.Range)) steps.Enqueue(next);
            }

            Assert.Equal(to, change.Now);
        });

    private static NodeRange Part(int node, int start, int count) => new(Nodes.Named(node), new NcRange(start, count));

    private static Parts On(params NodeRange[] parts) => PoolPlan.PartsOf(parts);

    private static IEnumerable<string> Texts(IEnumerable<NodeStep> steps) => steps.Select(step => step.ToString());
}
