using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

public sealed class PoolSpecs : PoolLab
{
    [Fact]
    public async Task The_pool_counts_through_the_nodes_in_order_of_joining_and_all_nodes_count_alike()
    {
        var nodes = await StartPool(3);

        var version = nodes[0].Pool.Table.Version;
        Assert.All(nodes, node => Assert.Equal(["n1/0", "n1/1", "n2/0", "n2/1", "n3/0", "n3/1"], node.Pool.Table.Cores.Select(core => core.Name)));
        Assert.All(nodes, node => Assert.Equal(version, node.Pool.Table.Version));
        Assert.Equal([0, 1, 2, 3, 4, 5], nodes[2].Pool.Table.Cores.Select(core => core.PoolIndex));
    }

    [Fact]
    public async Task A_range_that_crosses_nodes_is_loaded_on_each_and_any_node_answers()
    {
        var nodes = await StartPool(3);

        var placement = await LoadAsync(nodes, start: 1, count: 3);

        Assert.Equal(new PoolRange(1, 3), placement.Range);
        Assert.Equal(
            [new NodeRange(new NodeName("n1"), new NcRange(1, 1)), new NodeRange(new NodeName("n2"), new NcRange(0, 2))], placement.Parts.ToArray());
        Assert.Equal([1, 2, 0], nodes.Select(node => node.Simulator.LoadedReplicas));
        Assert.Equal(1, await AnsweredBy(nodes[0], Echo, 7));
        Assert.Equal(2, await AnsweredBy(nodes[1], Echo, 8));
        Assert.InRange(await AnsweredBy(nodes[2], Echo, 9), 1, 2);
    }

    [Fact]
    public async Task Models_that_choose_for_themselves_spread_over_nodes_first()
    {
        var nodes = await StartPool(2);
        var places = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var changed = await nodes[i % 2].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture) { Name = new ModelName($"m{i}") });
            places.Add(changed.Placement.Range!.Value.Start);
        }

        Assert.Equal([0, 2, 1, 3], places);
    }

    [Fact]
    public async Task A_command_that_means_another_version_of_the_pool_is_refused_by_name()
    {
        var nodes = await StartPool(1);
        var version = nodes[0].Pool.Table.Version;
        var second = Start("n2");
        await Join(second, nodes[0]);

        var refused = await nodes[0].SendAsync<PoolRejected>(PoolScope.Pool, new LoadModel(Fixture), version);

        Assert.Equal(PoolRejection.StaleVersion, refused.Reason);
        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture), version + 1);
    }

    [Fact]
    public async Task What_a_command_means_is_refused_before_anything_is_touched()
    {
        var nodes = await StartPool(2);

        Assert.Equal("ncCount", (await nodes[1].SendAsync<PoolRejected>(PoolScope.Pool, new LoadModel(Fixture) { NcCount = 5 })).Parameter);
        Assert.Equal(PoolRejection.ModelNotFound, (await nodes[1].SendAsync<PoolRejected>(PoolScope.Pool, new SetMulticore(Echo))).Reason);
        Assert.Equal(PoolRejection.ModelNotFound, (await nodes[1].SendAsync<PoolRejected>(PoolScope.Pool, new GetPlacement(Echo))).Reason);
        Assert.Equal(
            PoolRejection.NodeNotFound, (await nodes[1].SendAsync<PoolRejected>(PoolScope.Of(new NodeName("n9")), new GetCores())).Reason);

        await nodes[1].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture));
        Assert.Equal(PoolRejection.NameTaken, (await nodes[0].SendAsync<PoolRejected>(PoolScope.Pool, new LoadModel(Fixture))).Reason);
        Assert.Equal(
            "subgraph", (await nodes[0].SendAsync<PoolRejected>(PoolScope.Pool, new SetMulticore(Echo) { Subgraph = "echo" })).Parameter);
        Assert.Equal(1, nodes.Sum(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task A_command_for_one_node_is_carried_out_there_and_its_numbers_are_that_nodes_own()
    {
        var nodes = await StartPool(2);

        var answered = await nodes[0].SendAsync<NodeAnswered>(PoolScope.Of(new NodeName("n2")), new LoadModel(Fixture) { StartNc = 1 });

        Assert.Equal(new NodeName("n2"), answered.Node);
        Assert.Equal(new NcRange(1, 1), Assert.IsType<PlacementChanged>(answered.Answer).Placement.Subgraphs[0].Range);
        await nodes[0].KnowsAsync(picture => picture.View.PartsOf(Echo).Length == 1, "n2 has it");
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
        Assert.Equal(new PoolRange(3, 1), (await nodes[0].SendAsync<PoolPlacement>(PoolScope.Pool, new GetPlacement(Echo))).Range);
    }

    [Fact]
    public async Task A_model_moves_from_node_to_node_under_traffic_and_no_request_fails()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 0);
        await using var traffic = new Traffic(Echo, nodes);

        foreach (var (start, policy) in new (int, MovePolicy?)[] { (2, null), (4, MovePolicy.UnloadThenLoad), (1, null), (3, MovePolicy.UnloadThenLoad) })
        {
            await traffic.FlowsAsync(50);
            var moved = await nodes[1].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, start) { Policy = policy });
            Assert.Equal(new PoolRange(start, 1), moved.Placement.Range);
            Assert.Equal(1, nodes.Sum(node => node.Simulator.LoadedReplicas));
        }

        await traffic.FlowsAsync(50);
        Assert.True(await traffic.EndAsync() > 250);
        await nodes[2].SendAsync<PoolUnloaded>(PoolScope.Pool, new UnloadModel(Echo));
        Assert.Equal(0, nodes.Sum(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task A_load_that_fails_on_one_node_leaves_nothing_on_the_others()
    {
        var nodes = await StartPool(2);
        nodes[1].Simulator.Faults.FailLoad(new VisibleCoreIndex(0), NeuronStatus.Resource);

        var failed = await nodes[0].SendAsync<PoolFailed>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 1, NcCount = 2 });

        Assert.Equal((new NodeName("n2"), RuntimeErrorKind.OutOfResources, true), (failed.Node, failed.Kind, failed.Restored));
        Assert.Equal(0, nodes.Sum(node => node.Simulator.LoadedReplicas));
        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 1, NcCount = 2 });
        Assert.Equal(2, await AnsweredBy(nodes[1], Echo, 7));
    }
}
