using NeuronActors.Node.Tests.Client;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Pool;

/// <summary>The commands that mean the pool, or a node of it by name.</summary>
public sealed class PoolCommandSpecs
{
    private static readonly (string, string)[] Nothing = [("model-control-mode", "explicit")];

    [Fact]
    public async Task Cores_are_shown_over_the_pool_and_of_any_node()
    {
        await using var pool = await TestPool.StartAsync(Nothing, Nothing);

        var all = (await ClientRun.RunAsync(pool[1], "cores", "--scope", "pool")).Succeeded();
        var json = (await ClientRun.RunAsync(pool[1], "cores", "--scope", "pool", "--json")).Succeeded().Json;
        var other = (await ClientRun.RunAsync(pool[1], "cores", "--node", "n2")).Succeeded();
        var own = (await ClientRun.RunAsync(pool[1], "cores")).Succeeded();

        Assert.Contains("4 NeuronCores on 2 nodes", all.Words, StringComparison.Ordinal);
        Assert.Contains("n1 0 0 ready – 0 0 0 1 1 ready – 0 0 0 n2 2 0 ready – 0 0 0 3 1 ready", all.Words, StringComparison.Ordinal);
        Assert.Equal([0, 1, 2, 3], json.GetProperty("cores").EnumerateArray().Select(core => core.GetProperty("pool_index").GetInt32()));
        Assert.Contains("Node n2: 2 NeuronCores", other.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("pool", own.Words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_model_is_loaded_moved_spread_and_unloaded_over_the_pool()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root), .. Nothing], Nothing);

        var loaded = (await ClientRun.RunAsync(pool[1], "load", "steady", "--scope", "pool", "--start-nc", "1")).Succeeded();
        var moved = (await ClientRun.RunAsync(pool[1], "move", "steady", "--scope", "pool", "--start-nc", "1", "--nc-count", "2")).Succeeded();
        var spread = (await ClientRun.RunAsync(pool[1], "multicore", "steady", "--scope", "pool", "--json")).Succeeded().Json;

        Assert.Contains("steady is loaded on pool core 1: n1 core 1.", loaded.Words, StringComparison.Ordinal);
        Assert.Contains("steady: n1 core 1 → pool cores 1 and 2: n1 core 1, n2 core 0", moved.Words, StringComparison.Ordinal);
        Assert.Equal((0, 4, 2), (spread.GetProperty("start_nc").GetInt32(), spread.GetProperty("nc_count").GetInt32(), spread.GetProperty("parts").GetArrayLength()));

        var atNode = (await ClientRun.RunAsync(pool[1], "move", "steady", "--node", "n2", "--start-nc", "1", "--nc-count", "1")).Succeeded();
        Assert.Contains("steady: n2 cores 0 and 1 → n2 core 1", atNode.Words, StringComparison.Ordinal);
        (await ClientRun.RunAsync(pool[1], "unload", "steady", "--scope", "pool")).Succeeded();
        (await ClientRun.RunAsync(pool[1], "infer", "steady", "--input", "x=[1]")).Failed(5, "'neuron-actors models' lists what there is");
    }

    [Fact]
    public async Task Models_are_shown_with_their_cores_on_all_nodes()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root), .. Nothing], Nothing);
        (await ClientRun.RunAsync(pool[1], "load", "steady", "--scope", "pool", "--start-nc", "1", "--nc-count", "3")).Succeeded();
        await TestPool.FindsAsync(pool[2], "steady");

        var text = (await ClientRun.RunAsync(pool[1], "models")).Succeeded();
        var json = (await ClientRun.RunAsync(pool[1], "models", "--json")).Succeeded().Json.GetProperty("models")[0];

        Assert.Contains("steady 1 READY n1/1,", text.Words, StringComparison.Ordinal);
        Assert.Contains("n2/1", text.Words, StringComparison.Ordinal);
        Assert.Equal(["n1/1", "n2/0", "n2/1"], json.GetProperty("pool_cores").EnumerateArray().Select(core => core.GetString()));
        Assert.Equal([1], json.GetProperty("cores").EnumerateArray().Select(core => core.GetInt32()));
    }

    [Theory]
    [InlineData(1, "'neuron-actors cores --scope pool' shows the pool as it is now.", "--scope", "pool", "--pool-version", "77")]
    [InlineData(1, "4", "--scope", "pool", "--nc-count", "9")]
    [InlineData(5, "'neuron-actors cores --scope pool' shows the nodes.", "--node", "n9")]
    public async Task What_the_pool_refuses_is_one_line_and_the_model_serves_on(int code, string says, params string[] options)
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], Nothing);

        (await ClientRun.RunAsync(pool[1], ["move", "steady", "--start-nc", "0", .. options])).Failed(code, says);

        (await ClientRun.RunAsync(pool[1], "infer", "steady", "--input", "x=[1]")).Succeeded();
    }

    [Fact]
    public async Task Top_shows_all_nodes_by_itself()
    {
        await using var pool = await TestPool.StartAsync(Nothing, Nothing);

        var top = (await ClientRun.RunAsync(pool[2], "top", "--once", "--interval", "50ms")).Succeeded();

        Assert.Contains("2 nodes, 4 cores", top.Words, StringComparison.Ordinal);
        Assert.Contains("n1 0 0 ready", top.Words, StringComparison.Ordinal);
        Assert.Contains("n2 2 0 ready", top.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_alone_says_so_and_its_views_say_nothing_of_pools()
    {
        await using var node = await TestNode.StartAsync(("cores", "1"));

        (await ClientRun.RunAsync(node, "cores", "--scope", "pool")).Failed(1, "This node is not part of a pool");
        (await ClientRun.RunAsync(node, "move", "mnist", "--node", "n2", "--start-nc", "0")).Failed(1, "This node is not part of a pool");

        Assert.False((await ClientRun.RunAsync(node, "models", "--json")).Succeeded().Json.GetProperty("models")[0].TryGetProperty("pool_cores", out _));
        var top = (await ClientRun.RunAsync(node, "top", "--once", "--interval", "50ms")).Succeeded();
        Assert.DoesNotContain("pool", top.Words, StringComparison.Ordinal);
        Assert.Contains("mnist", top.Words, StringComparison.Ordinal);
    }
}
