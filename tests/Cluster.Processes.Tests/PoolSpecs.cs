using NeuronActors.Cluster.Processes.Load;
using NeuronActors.Cluster.Processes.Nodes;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>Nodes that come, models that move between them, nodes that go in order.</summary>
[Collection(ThreeNodesCollection.Name)]
public sealed class PoolSpecs(ITestOutputHelper output, ThreeNodes three) : ProcessLab(output)
{
    [Fact]
    public async Task Nodes_that_join_are_one_row_of_cores_over_which_a_model_rotates()
    {
        var (pool, nodes, row) = await TakeAsync(three);
        foreach (var node in nodes) Assert.Equal(row, (await node.Rest.PoolAsync()).Cores.OrderBy(core => core.PoolIndex).Select(core => core.Name));

        await nodes[0].Rest.LoadAsync(Echo, 0, 6);
        await pool.ServesOnAsync(Echo, row);

        // What is here comes first, from its first core, in turn; so each node rotates over its own part of the row.
        foreach (var node in nodes)
        {
            var ran = new List<(string Node, string Core)>();
            for (var i = 0; i < 5; i++) ran.Add(await node.Rest.InferAsync(Echo, i));
            Assert.Equal([(node.Name, "0"), (node.Name, "1"), (node.Name, "0"), (node.Name, "1"), (node.Name, "0")], ran);
        }

        // And under load one node has all of it work.
        await using var traffic = new StreamTraffic(Echo, streams: 8, window: 8, elements: 1, nodes[1]);
        await traffic.FlowsAsync(1200);
        var ledger = await traffic.EndAsync();
        Assert.All(nodes, node => Assert.InRange(ledger.By(node.Name) / (double)ledger.Answered, 0.2, 0.6));
    }

    [Fact]
    public async Task A_model_moves_from_node_to_node_under_traffic_and_no_request_fails_or_is_answered_twice()
    {
        var (pool, nodes, row) = await TakeAsync(three);
        await nodes[0].Rest.LoadAsync(ThreeNodes.Slow, 0, 1);
        await pool.ServesOnAsync(ThreeNodes.Slow, row[0]);
        await using var traffic = StreamTraffic.Of(ThreeNodes.Slow, nodes);
        await traffic.FlowsAsync(100);

        foreach (var (i, (start, count)) in new[] { (2, 1), (5, 1), (1, 4), (4, 2), (0, 6), (0, 1) }.Index())
        {
            var cores = row[start..(start + count)];
            await nodes[i % nodes.Length].Rest.MoveAsync(ThreeNodes.Slow, start, count);
            await pool.ServesOnAsync(ThreeNodes.Slow, cores);
            await traffic.FlowsAsync(30, by: cores[^1].Split('/')[0]);
        }

        Say($"{await traffic.EndAsync()}");
    }

    [Fact]
    public async Task A_model_that_moves_with_nothing_in_between_lets_its_requests_wait()
    {
        var (pool, nodes, row) = await TakeAsync(three);
        await nodes[0].Rest.LoadAsync(ThreeNodes.Slower, 2, 1);
        await pool.ServesOnAsync(ThreeNodes.Slower, row[2]);
        await using var traffic = StreamTraffic.Of(ThreeNodes.Slower, nodes);
        await traffic.FlowsAsync(30, by: nodes[1].Name);

        await nodes[0].Rest.MoveAsync(ThreeNodes.Slower, 4, 1, "unload-then-load");

        await traffic.FlowsAsync(30, by: nodes[2].Name);
        Say($"{await traffic.EndAsync()}");
    }

    [Fact]
    public async Task A_node_that_is_told_to_end_takes_no_request_with_it()
    {
        var (pool, nodes, row) = await TakeAsync(three);
        await nodes[0].Rest.LoadAsync(Echo, 0, 6);
        await pool.ServesOnAsync(Echo, row);
        await using var traffic = new StreamTraffic(Echo, streams: 4, window: 8, elements: 1, nodes[0], nodes[1]);
        await traffic.FlowsAsync(30, by: nodes[2].Name);
        var before = (await nodes[0].Rest.PoolAsync()).Version;

        await nodes[2].Process.SignalAsync("TERM");
        Assert.Equal(0, await nodes[2].Process.ExitCodeAsync(Eventually.Patience));

        await traffic.FlowsAsync(100);
        await pool.KnownByAllAsync();
        Assert.True((await nodes[0].Rest.PoolAsync()).Version > before);
        Assert.Equal(4, (await nodes[0].Rest.PoolAsync()).Cores.Length);
        Say($"{await traffic.EndAsync()}");

        // The place is free: whoever comes next joins as any other.
        await pool.StartAsync(nodes[2]);
        await pool.KnownByAllAsync();
    }

    [Fact]
    public async Task A_node_that_is_told_to_end_is_not_ready_and_answers_its_own_clients_until_others_hold_what_it_holds()
    {
        var (pool, nodes) = await StartThreeAsync(loadTime: "2s");
        var last = nodes[2];
        await nodes[0].Rest.LoadAsync(Echo, 4, 2);
        await pool.ServesOnAsync(Echo, "n3/0", "n3/1");
        await using var traffic = new RestTraffic(Echo, callers: 4, last);
        await traffic.FlowsAsync(30, by: "n3");

        await last.Process.SignalAsync("TERM");

        // As long as others load the model: balancers are told, and whoever asks all the same is answered.
        await Eventually.BecomesAsync("n3 is not ready", last.Rest.IsReadyAsync, isReady => !isReady);
        await traffic.FlowsAsync(100);
        Say($"{await traffic.RefusedAsync()}");
        Assert.Equal(0, await last.Process.ExitCodeAsync(Eventually.Patience));
        Assert.NotEqual("n3", (await nodes[0].Rest.InferAsync(Echo, 1)).Node);
        await using var after = StreamTraffic.Of(Echo, nodes[0], nodes[1]);
        await after.FlowsAsync(30);
        await after.EndAsync();
    }
}
