using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>Whoever has the answer to a load may ask any node.</summary>
public sealed class HeardSpecs : PoolLab
{
    [Fact]
    public async Task When_a_load_has_been_answered_every_node_finds_the_model_at_once()
    {
        var nodes = await StartPool(3);
        for (var round = 0; round < 20; round++)
        {
            var model = new ModelName($"m{round}");
            var holder = nodes[round % 3];
            var load = new LoadModel(Fixture) { Name = model, StartNc = round % 3 * 2 };
            if (round % 2 == 0) await nodes[(round + 1) % 3].SendAsync<PoolChanged>(PoolScope.Pool, load);
            else await nodes[(round + 1) % 3].SendAsync<NodeAnswered>(PoolScope.Of(holder.Name), load with { StartNc = 0 });

            foreach (var node in nodes) Assert.Equal((round % 3) + 1, await AnsweredBy(node, model, round));
        }
    }

    [Fact]
    public async Task A_model_that_moves_without_a_pause_under_traffic_from_every_node_is_always_found()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 0);
        await using var traffic = new Traffic(Echo, nodes);
        for (var move = 1; move <= 40; move++)
        {
            var policy = move % 3 == 0 ? MovePolicy.UnloadThenLoad : (MovePolicy?)null;
            await nodes[move % 2].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, move * 2 % 6) { Policy = policy });
        }

        Assert.True(await traffic.EndAsync() > 0);
        Assert.Equal(1, nodes.Sum(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task A_node_that_has_just_joined_finds_what_the_others_have()
    {
        var nodes = await StartPool(2);
        await LoadAsync(nodes, start: 0);
        var late = Start("n3");
        await late.Cluster.JoinAsync(nodes[0].Cluster.SelfAddress).WaitAsync(Patience);

        Assert.Equal(1, await AnsweredBy(late, Echo, 7));
    }

    [Fact]
    public async Task A_load_is_answered_though_a_node_that_is_not_yet_found_to_be_lost_says_nothing()
    {
        var nodes = await StartPool(3, hocon: "neuron.cluster.directory.confirm-timeout = 300ms");
        await nodes[2].System.Terminate().WaitAsync(Patience);

        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 2 });

        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
    }
}
