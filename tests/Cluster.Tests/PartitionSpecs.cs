using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>Nodes that cannot hear each other for a while, with the tensors' connections cut or whole.</summary>
public sealed class PartitionSpecs : PoolLab
{
    [Fact]
    public async Task A_minority_that_cannot_be_heard_is_left_out_and_is_back_when_it_can_twice_in_a_row()
    {
        var nodes = await StartPool(3, hocon: $"{Partition.Hocon}\nakka.cluster.split-brain-resolver.stable-after = 60s");
        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 2, NcCount = 4 });
        await nodes[0].KnowsAsync(picture => picture.View.PartsOf(Echo).Length == 2, "n2 and n3 have it");
        for (var round = 0; round < 2; round++)
        {
            await Partition.BeginAsync(nodes[2], nodes[0], nodes[1]);
            await nodes[0].KnowsAsync(picture => picture.View.Find(nodes[2].Name) is { IsReachable: false }, "n3 cannot be reached");

            Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AnsweredBy(nodes[0], Echo, i))), node => Assert.Equal(2, node));
            var refused = await nodes[0].SendAsync<PoolRejected>(PoolScope.Pool, new SetNeuronCores(Echo, 4));
            Assert.Equal(PoolRejection.CoreUnavailable, refused.Reason);

            await Partition.EndAsync(nodes[2], nodes[0], nodes[1]);
            await nodes[0].KnowsAsync(picture => picture.View.Find(nodes[2].Name) is { IsReachable: true }, "n3 can be reached");
            await BothAnswerAsync(nodes[0]);
        }

        Assert.Equal([0, 2, 2], nodes.Select(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task A_coordinator_that_is_cut_off_is_followed_by_another_and_what_it_decides_no_longer_counts()
    {
        var nodes = await StartPool(3, hocon: Partition.Hocon);
        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 2 });
        await nodes[2].KnowsAsync(picture => picture.View.PartsOf(Echo).Length == 1, "n2 has it");

        await Partition.BeginAsync(nodes[0], nodes[1], nodes[2]);
        var moved = await nodes[1].SendAsync<PoolChanged>(PoolScope.Pool, new SetMulticore(Echo));

        Assert.DoesNotContain(moved.Placement.Parts, part => part.Node == nodes[0].Name);
        Assert.Equal(new PoolRange(0, 4), moved.Placement.Range);
        Assert.Equal([0, 2, 2], nodes.Select(node => node.Simulator.LoadedReplicas));
        Assert.InRange(await AnsweredBy(nodes[1], Echo, 7), 2, 3);
    }
}
