using NeuronActors.Cluster.Processes.Load;
using NeuronActors.Cluster.Processes.Networks;
using NeuronActors.Cluster.Processes.Nodes;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>Cables that are pulled and ports that are cut, each node in a network namespace of its own.</summary>
public sealed class PartitionSpecs(ITestOutputHelper output) : ProcessLab(output)
{
    private static readonly string[] Everywhere = ["n1/0", "n1/1", "n2/0", "n2/1", "n3/0", "n3/1"];

    [NamespaceFact]
    public async Task A_minority_that_is_cut_off_is_left_out_and_is_back_when_it_is_heard_twice_in_a_row()
    {
        var (pool, nodes, network) = await StartApartAsync("60s");
        await using var traffic = new StreamTraffic(Echo, streams: 4, window: 8, elements: 1, nodes[0], nodes[1]);
        for (var round = 0; round < 2; round++)
        {
            await traffic.FlowsAsync(30, by: "n3");

            network.Unplug(network.Places[2]);
            await Eventually.BecomesAsync("n1 does not reach n3", nodes[0].Rest.PoolAsync, Unreachable("n3"));
            await traffic.FlowsAsync(200);

            network.Plug(network.Places[2]);
            await pool.KnownByAllAsync();
            await traffic.FlowsAsync(30, by: "n3");
        }

        Say($"{await traffic.EndAsync()}");
        await pool.ServesOnAsync(Echo, Everywhere);
    }

    [NamespaceFact]
    public async Task A_coordinator_that_is_cut_off_is_followed_by_another_and_comes_back_as_a_node_among_others()
    {
        var (pool, nodes, network) = await StartApartAsync("2s");
        await using var traffic = new StreamTraffic(Echo, streams: 4, window: 8, elements: 1, nodes[1], nodes[2]);
        await traffic.FlowsAsync(30, by: "n1");

        network.Unplug(network.Places[0]);
        await Eventually.BecomesAsync("n2 counts without n1", nodes[1].Rest.PoolAsync, pool => pool.Cores.All(core => core.Node != "n1"));
        await nodes[1].Rest.MoveAsync(Echo, 0, 2);
        await traffic.FlowsAsync(30, by: "n2");

        network.Plug(network.Places[0]);

        // Alone it is the minority, and has ended: whoever watches over it starts it again.
        Assert.NotEqual(0, await nodes[0].Process.ExitCodeAsync(Eventually.Patience));
        await pool.StartAsync(nodes[0]);
        await pool.KnownByAllAsync();
        Assert.Equal(["n2", "n3", "n1"], (await nodes[0].Rest.PoolAsync()).Nodes);
        await nodes[0].Rest.MoveAsync(Echo, 0, 6);
        await pool.ServesOnAsync(Echo, Everywhere);
        await traffic.FlowsAsync(30, by: "n1");
        Say($"{await traffic.EndAsync()}");
    }

    [NamespaceFact]
    public async Task A_node_whose_data_port_is_cut_stays_a_member_and_is_not_asked_until_it_is_mended()
    {
        var (pool, nodes, network) = await StartApartAsync("60s");
        await using var traffic = new StreamTraffic(Echo, streams: 4, window: 8, elements: 1, nodes[0], nodes[1]);
        await traffic.FlowsAsync(30, by: "n3");

        network.Places[2].Drop(nodes.Select(node => node.DataPort));
        await nodes[0].Process.LineAsync(line => line.Contains("Node n3 is left out", StringComparison.Ordinal), "that n3 is left out", Eventually.Patience);
        await traffic.FlowsAsync(200);
        var members = await nodes[0].Rest.PoolAsync();
        Assert.All(members.Cores, core => Assert.True(core.IsReachable, $"{core}"));

        network.Places[2].Mend();
        await traffic.FlowsAsync(30, by: "n3");
        Say($"{await traffic.EndAsync()}");
        await pool.ServesOnAsync(Echo, Everywhere);
    }

    [NamespaceFact]
    public async Task A_node_whose_control_port_is_cut_is_left_out_until_it_is_mended()
    {
        var (pool, nodes, network) = await StartApartAsync("60s");
        await using var traffic = new StreamTraffic(Echo, streams: 4, window: 8, elements: 1, nodes[0], nodes[1]);
        await traffic.FlowsAsync(30, by: "n3");

        network.Places[2].Drop(nodes.Select(node => node.ControlPort));
        await Eventually.BecomesAsync("n1 does not reach n3", nodes[0].Rest.PoolAsync, Unreachable("n3"));
        await traffic.FlowsAsync(200);

        network.Places[2].Mend();
        await pool.KnownByAllAsync();
        await traffic.FlowsAsync(30, by: "n3");
        Say($"{await traffic.EndAsync()}");
        await pool.ServesOnAsync(Echo, Everywhere);
    }

    private async Task<(NodePool Pool, ClusterNode[] Nodes, TestNetwork Network)> StartApartAsync(string stableAfter)
    {
        var network = Own(TestNetwork.Of(3));
        // Slow enough that traffic without pause leaves the processors to the cluster.
        var pool = Pool(new NodeSetup { StableAfter = stableAfter }).WithModel(Echo, executionTime: "20ms");
        var nodes = await pool.StartAsync([.. network.Places]);
        await nodes[0].Rest.LoadAsync(Echo, 0, 6);
        await pool.ServesOnAsync(Echo, Everywhere);
        return (pool, nodes, network);
    }

    private static Predicate<PoolCores> Unreachable(string node) => pool => pool.Cores.Any(core => core.Node == node && !core.IsReachable);
}
