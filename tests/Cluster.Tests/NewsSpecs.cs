using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>What must not wait for the rounds in which nodes announce themselves and the coordinator looks again: here there are none.</summary>
public sealed class NewsSpecs : PoolLab
{
    private const string NoRounds = "neuron.cluster { directory.announce-interval = 1h, desired.reconcile-interval = 1h }";

    [Fact]
    public async Task A_node_knows_its_own_cores_once_the_cluster_has_taken_it_in()
    {
        var node = Start("n1", cores: 2, NoRounds);

        await node.Cluster.JoinAsync(node.Cluster.SelfAddress).WaitAsync(Patience);

        await node.KnowsAsync(picture => picture.Layout.Count == 2, "it is the pool");
    }

    [Fact]
    public async Task A_model_that_was_unloaded_is_gone_from_the_pool_at_once()
    {
        var nodes = await StartPool(2, cores: 2, NoRounds);
        for (var round = 0; round < 3; round++)
        {
            await LoadAsync(nodes, start: 1, count: 2);

            await nodes[1].SendAsync<PoolUnloaded>(PoolScope.Pool, new UnloadModel(Echo));

            foreach (var node in nodes) await node.KnowsAsync(_ => node.Pool.View.Find(Echo) is null, "echo is gone");
        }
    }
}
