using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>What nodes know of a pool that somebody joins does not wait for gossip: here there is none.</summary>
public sealed class JoiningSpecs : PoolLab
{
    private const string NoGossip = "akka.cluster.distributed-data.gossip-interval = 1h";

    [Fact]
    public async Task A_node_that_joins_knows_what_is_meant_before_it_takes_itself_to_know_the_pool()
    {
        var nodes = await StartPool(2, cores: 2, NoGossip);
        await LoadAsync(nodes, start: 0);
        var late = Start("n3", cores: 2, NoGossip);

        await late.Cluster.JoinAsync(nodes[0].Cluster.SelfAddress).WaitAsync(Patience);
        await late.KnowsAsync(picture => picture.KnowsWhatIsMeant, "what is meant has been read");

        Assert.Equal([nodes[0].Name], late.Picture.Desired[Echo].Parts.Select(part => part.Node));
        Assert.Equal(1, await AnsweredBy(late, Echo, 7));
    }

    [Fact]
    public async Task All_nodes_count_the_cores_of_a_node_that_has_joined()
    {
        var nodes = await StartPool(5, cores: 2, NoGossip);

        Assert.All(nodes, node => Assert.Equal(nodes[0].Picture.Layout.Version, node.Picture.Layout.Version));
    }
}
