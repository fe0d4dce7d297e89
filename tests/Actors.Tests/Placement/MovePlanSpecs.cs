using CsCheck;
using NeuronActors.Placement;

namespace NeuronActors.Tests.Placement;

/// <summary>What holds of a move is read off its stages alone, whichever way the swaps of a stage fall among each other.</summary>
public sealed class MovePlanSpecs
{
    private static readonly Gen<ImmutableArray<VisibleCoreIndex>> Places =
        from order in Gen.Shuffle(Enumerable.Range(0, 7).ToArray())
        from count in Gen.Int[0, 7]
        select CoreList.Of(order.AsSpan(0, count)).ToImmutableArray();

    private static readonly Gen<(ImmutableArray<VisibleCoreIndex> From, ImmutableArray<VisibleCoreIndex> To)> Moves = Gen.Select(Places, Places);

    [Fact]
    public void A_move_to_where_it_is_has_no_stage() =>
        Assert.Empty(MovePlan.Between(CoreList.Of(1, 2), CoreList.Of(2, 1)));

    [Fact]
    public void A_replica_goes_to_its_new_core_in_one_swap() =>
        Assert.Equal(
            new ReplicaSwap(new VisibleCoreIndex(1), new VisibleCoreIndex(3)),
            Assert.Single(Assert.Single(MovePlan.Between(CoreList.Of(1), CoreList.Of(3)))));

    [Fact]
    public void A_second_and_third_replica_are_loaded_side_by_side()
    {
        var stage = MovePlan.Between(CoreList.Of(0), CoreList.Of(0, 1, 2)).Single();

        Assert.Equal(new[] { new ReplicaSwap(null, new VisibleCoreIndex(1)), new ReplicaSwap(null, new VisibleCoreIndex(2)) }, stage);
    }

    [Fact]
    public void Cores_in_both_places_are_never_touched() => Moves.Sample(move =>
    {
        var (from, to) = move;
        var kept = from.Intersect(to).ToHashSet();

        Assert.All(Touched(MovePlan.Between(from, to)), core => Assert.DoesNotContain(core, kept));
    });

    [Fact]
    public void The_stages_in_order_lead_exactly_there_and_touch_no_core_twice() => Moves.Sample(move =>
    {
        var (from, to) = move;
        var stages = MovePlan.Between(from, to);
        var cores = from.ToHashSet();
        foreach (var swap in stages.SelectMany(stage => stage))
        {
            Assert.False(swap is { From: null, To: null });
            if (swap.From is { } leaving) Assert.True(cores.Remove(leaving));
            if (swap.To is { } arriving) Assert.True(cores.Add(arriving));
        }

        Assert.True(cores.SetEquals(to));
        Assert.Equal(Touched(stages).Length, Touched(stages).Distinct().Count());
    });

    [Fact]
    public void No_more_than_one_replica_is_missing_at_any_moment() => Moves.Sample(move =>
    {
        var (from, to) = move;
        var least = Math.Min(from.Length, to.Length) - 1;
        var count = from.Length;
        foreach (var stage in MovePlan.Between(from, to))
        {
            // The worst order: everything of a stage that goes has gone before anything of it comes.
            count -= stage.Count(swap => swap.From is not null);
            Assert.True(count >= least, $"{count} of at least {least}");
            count += stage.Count(swap => swap.To is not null);
        }
    });

    [Fact]
    public void Growth_comes_first_and_shrinking_last() => Moves.Sample(move =>
    {
        var (from, to) = move;
        var stages = MovePlan.Between(from, to);
        var kinds = stages.Select(stage => stage.Select(KindOf).Distinct().Single()).ToArray();

        Assert.Equal(kinds.Order(), kinds);
        Assert.All(stages.Where(stage => KindOf(stage[0]) == 1), stage => Assert.Single(stage));
        Assert.True(kinds.Count(kind => kind == 0) <= 1 && kinds.Count(kind => kind == 2) <= 1);
    });

    [Fact]
    public void Replicas_arrive_in_rotation_order_within_each_stage() => Moves.Sample(move =>
    {
        var (from, to) = move;
        foreach (var stage in MovePlan.Between(from, to))
        {
            var arriving = stage.Where(swap => swap.To is not null).Select(swap => to.IndexOf(swap.To!.Value)).ToArray();
            Assert.Equal(arriving.Order(), arriving);
        }
    });

    /// <summary>0 for one that only comes, 1 for one that changes its core, 2 for one that only goes.</summary>
    private static int KindOf(ReplicaSwap swap) => swap.From is null ? 0 : swap.To is null ? 2 : 1;

    private static VisibleCoreIndex[] Touched(ImmutableArray<ImmutableArray<ReplicaSwap>> stages) =>
        [.. stages.SelectMany(stage => stage).SelectMany(swap => new[] { swap.From, swap.To }).OfType<VisibleCoreIndex>()];
}
