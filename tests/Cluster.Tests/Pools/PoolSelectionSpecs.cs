using CsCheck;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Tests.Pools;

public sealed class PoolSelectionSpecs
{
    private static readonly Gen<PoolSlot[]> Slots =
        from cores in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9]).Array[1, 5].Array[1, 4]
        select cores.SelectMany((node, i) => node.Select(core => new PoolSlot(i, core.Item1, core.Item2 > 0))).ToArray();

    [Theory]
    [InlineData(0, 0, "ncCount", "nc_count is 0")]
    [InlineData(0, -2, "ncCount", "nc_count is -2")]
    [InlineData(0, 5, "ncCount", "only 4 NeuronCores")]
    [InlineData(-2, 1, "startNc", "start_nc is -2")]
    [InlineData(3, 2, "startNc", "pass the last")]
    [InlineData(4, 1, "startNc", "pass the last")]
    public void Numbers_that_mean_no_cores_of_the_pool_are_refused_by_name(int start, int count, string parameter, string reason)
    {
        var refused = PoolSelection.Check(start, count, 4);

        Assert.Equal(PoolRejection.InvalidArgument, refused!.Reason);
        Assert.Equal(parameter, refused.Parameter);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 1)]
    [InlineData(3, -1)]
    [InlineData(-1, 4)]
    [InlineData(-1, -1)]
    public void All_others_are_let_pass(int start, int count) => Assert.Null(PoolSelection.Check(start, count, 4));

    [Fact]
    public void A_pool_without_cores_says_so() =>
        Assert.Equal(PoolRejection.CoreUnavailable, PoolSelection.Check(0, 1, 0)!.Reason);

    [Fact]
    public void Models_that_come_one_by_one_go_to_another_node_each_before_a_node_gets_a_second()
    {
        // Three nodes of two cores.
        int[] use = [0, 0, 0, 0, 0, 0];
        var starts = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            var chosen = PoolSelection.Choose(-1, -1, [.. use.Select((count, core) => new PoolSlot(core / 2, count, true))])!.Value;
            starts.Add(chosen.Start);
            use[chosen.Start]++;
        }

        Assert.Equal([0, 2, 4, 1, 3, 5], starts);
    }

    [Fact]
    public void A_run_may_cross_nodes_and_passes_over_what_is_out_of_service()
    {
        PoolSlot[] slots = [new(0, 0, true), new(0, 5, true), new(0, 0, true), new(1, 0, true), new(1, 0, false)];

        Assert.Equal(new PoolRange(2, 2), PoolSelection.Choose(-1, 2, slots));
        Assert.Equal(new PoolRange(0, 4), PoolSelection.Choose(-1, 4, slots));
        Assert.Null(PoolSelection.Choose(-1, 5, slots));
    }

    [Fact]
    public void The_choice_is_the_one_that_looking_at_every_run_finds() =>
        Gen.Select(Slots, Gen.Int[1, 8]).Sample((slots, count) =>
        {
            count = Math.Min(count, slots.Length);
            var naive = Enumerable.Range(0, slots.Length - count + 1)
                .Where(start => slots.Skip(start).Take(count).All(slot => slot.MayBeUsed))
                .OrderBy(start => slots.Skip(start).Take(count).Sum(slot => slot.Use))
                .ThenBy(start => slots.Skip(start).Take(count).Sum(slot => slots.Where(other => other.Node == slot.Node).Sum(other => other.Use)))
                .Select(start => (PoolRange?)new PoolRange(start, count))
                .FirstOrDefault();

            Assert.Equal(naive, PoolSelection.Choose(-1, count, slots));
        });
}
