using CsCheck;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Cluster.Tests.Membership;

public sealed class DirectoryStateSpecs
{
    private readonly DirectoryState _state = new();

    [Fact]
    public void The_oldest_node_comes_first_whoever_spoke_first()
    {
        foreach (var (node, upNumber) in new[] { (1, 3), (2, 1), (3, 2) }) _state.Up(Nodes.Id(node), upNumber);
        foreach (var node in new[] { 1, 2, 3 }) _state.Take(Nodes.Says(node));

        Assert.Equal([Nodes.Named(2), Nodes.Named(3), Nodes.Named(1)], _state.View().Nodes.Select(node => node.Name));
    }

    [Fact]
    public void A_node_that_has_not_spoken_has_no_place_yet_and_is_known_to_be_silent()
    {
        _state.Up(Nodes.Id(1), 1);

        Assert.Empty(_state.View().Nodes);
        Assert.Equal([Nodes.Id(1)], _state.Silent);
    }

    [Fact]
    public void What_is_stale_repeated_or_of_no_member_is_dropped()
    {
        _state.Up(Nodes.Id(1), 1);

        Assert.True(_state.Take(Nodes.Says(1, sequence: 5)));
        Assert.False(_state.Take(Nodes.Says(1, sequence: 5)));
        Assert.False(_state.Take(Nodes.Says(1, sequence: 4)));
        Assert.False(_state.Take(Nodes.Says(2, sequence: 9)));
        Assert.True(_state.Take(Nodes.Says(1, sequence: 6)));
        Assert.Equal(6, _state.View().Nodes.Single().Last.Sequence);
    }

    [Fact]
    public void A_new_life_takes_the_place_of_the_old_one_and_its_count_starts_again()
    {
        _state.Up(Nodes.Id(1, life: 1), 1);
        _state.Take(Nodes.Says(1, sequence: 50, life: 1));

        _state.Up(Nodes.Id(1, life: 2), 7);
        Assert.Empty(_state.View().Nodes);
        Assert.False(_state.Take(Nodes.Says(1, sequence: 51, life: 1)));
        Assert.True(_state.Take(Nodes.Says(1, sequence: 1, life: 2)));

        Assert.Equal(Nodes.Id(1, life: 2), _state.View().Nodes.Single().Id);
    }

    [Fact]
    public void Of_two_nodes_of_one_name_the_older_has_it_and_the_other_is_named()
    {
        _state.Up(Nodes.Id(1), 1);
        _state.Up(Nodes.Id(2), 2);
        _state.Take(Nodes.Says(1));
        _state.Take(Nodes.Says(2) with { Endpoint = new NodeEndpoint(Nodes.Named(1), "host2", 1) });

        Assert.Equal(Nodes.Id(1), _state.View().Nodes.Single().Id);
        Assert.Equal(Nodes.Id(2), _state.Namesakes().Single().Id);
    }

    [Fact]
    public void One_that_is_leaving_or_draining_or_cannot_be_reached_takes_no_more()
    {
        for (var node = 1; node <= 4; node++)
        {
            _state.Up(Nodes.Id(node), node);
            _state.Take(Nodes.Says(node));
        }

        _state.Leaving(Nodes.Id(2));
        _state.Reachable(Nodes.Id(3), false);
        _state.Take(Nodes.Says(4, sequence: 2) with { IsDraining = true });

        Assert.Equal([true, false, false, false], _state.View().Nodes.Select(node => node.TakesMore));
        Assert.Equal([Nodes.Named(1), Nodes.Named(3), Nodes.Named(4)], _state.View().Shares().Select(share => share.Node));

        _state.Reachable(Nodes.Id(3), true);
        Assert.True(_state.View().Find(Nodes.Named(3))!.TakesMore);
    }

    [Fact]
    public void Whatever_is_lost_repeated_or_out_of_order_the_newest_of_each_member_counts() =>
        Gen.Select(Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 9]).Array[1, 40], Gen.Int[1, 3].Array[4]).Sample((said, lives) =>
        {
            var state = new DirectoryState();
            for (var node = 1; node <= 4; node++) state.Up(Nodes.Id(node, lives[node - 1]), node);
            foreach (var (node, life, sequence) in said) state.Take(Nodes.Says(node, sequence, life));

            var newest = said
                .Where(one => lives[one.Item1 - 1] == one.Item2)
                .GroupBy(one => one.Item1)
                .OrderBy(same => same.Key)
                .Select(same => (Nodes.Named(same.Key), (long)same.Max(one => one.Item3)));
            Assert.Equal(newest, state.View().Nodes.Select(node => (node.Name, node.Last.Sequence)));
        });

    [Fact]
    public void The_table_counts_through_the_nodes_and_leaves_out_those_that_have_gone()
    {
        _state.Up(Nodes.Id(1), 1);
        _state.Up(Nodes.Id(2), 2);
        _state.Take(Nodes.Says(1, cores: 2));
        _state.Take(Nodes.Says(2, cores: 2));
        var layout = NeuronActors.Cluster.Pools.PoolLayout.Empty.With(_state.View().Shares());

        Assert.Equal(["n1/0", "n1/1", "n2/0", "n2/1"], _state.View().Table(layout).Cores.Select(core => core.Name));
        _state.Removed(Nodes.Id(1));
        var table = _state.View().Table(layout);

        Assert.Equal([(2, "n2/0"), (3, "n2/1")], table.Cores.Select(core => (core.PoolIndex, core.Name)));
        Assert.Equal(1, table.Version);
    }

    [Fact]
    public void A_model_that_is_announced_no_more_is_gone_though_an_older_change_of_the_node_still_runs()
    {
        _state.Up(Nodes.Id(1), 1);
        _state.Take(Nodes.Says(1, sequence: 5, models: (Nodes.Echo, new NcRange(0, 1))) with { Epoch = new Epoch(2) });
        Assert.Equal(new Epoch(5), Node().KnownOf(Nodes.Echo));

        _state.Take(Nodes.Says(1, sequence: 6) with { Epoch = new Epoch(2) });
        _state.Take(Nodes.Says(1, sequence: 7) with { Epoch = new Epoch(2) });
        Assert.Equal((new Epoch(5), new Epoch(2)), (Node().KnownOf(Nodes.Echo), Node().KnownOf(new ModelName("other"))));

        _state.Take(Nodes.Says(1, sequence: 8) with { Epoch = new Epoch(7) });
        Assert.Equal(new Epoch(7), Node().KnownOf(Nodes.Echo));
        Assert.Empty(Node().Gone);

        NodeEntry Node() => _state.View().Nodes.Single();
    }
}
