using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>Models of the pool that somebody changes on one node, with its own scope.</summary>
public sealed class ChangedByHandSpecs : PoolLab
{
    [Fact]
    public async Task An_unload_is_seen_though_an_older_load_of_the_node_goes_on()
    {
        var nodes = await StartPool(2);
        using var hang = nodes[1].Simulator.Faults.HangLoads(new VisibleCoreIndex(0));
        var slow = new ModelName("slow");
        var loading = nodes[1].SendAsync<NodeAnswered>(PoolScope.ThisNode, new LoadModel(Fixture) { Name = slow, StartNc = 0 });
        await hang.WhenHeld(1).WaitAsync(Patience);
        await LoadAsync(nodes, start: 3);
        await nodes[0].KnowsAsync(
            picture => picture.Desired.TryGetValue(Echo, out var meant) && meant is { IsChanging: false, Parts: [{ SeenAt.Value: > 0 }] }, "echo was seen where it is");

        await nodes[1].SendAsync<NodeAnswered>(PoolScope.ThisNode, new UnloadModel(Echo));

        foreach (var node in nodes) await node.KnowsAsync(picture => !picture.Desired.ContainsKey(Echo), "nobody means echo to be anywhere");
        Assert.False(loading.IsCompleted);
        hang.Release();
        await loading;
        Assert.Equal(2, await AnsweredBy(nodes[0], slow, 7));
        Assert.Equal(1, nodes[1].Simulator.LoadedReplicas);
    }
}
