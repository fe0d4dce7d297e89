using System.Globalization;
using NeuronActors.Cluster.Processes.Load;
using NeuronActors.Cluster.Processes.Nodes;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>Nodes that are killed, and nodes that hang, while others have the model as well.</summary>
[Collection(ThreeNodesCollection.Name)]
public sealed class LostNodeSpecs(ITestOutputHelper output, ThreeNodes three) : ProcessLab(output)
{
    // 20 make some minutes; each costs the time in which a cluster gives up a node and takes it in again.
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("NEURON_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 2;

    [Fact]
    public async Task A_node_that_is_killed_costs_no_request_and_has_its_cores_again_when_it_is_back()
    {
        var (pool, nodes, row) = await ServingAsync();
        await using var traffic = TrafficTo(nodes[0]);
        for (var kill = 0; kill < Kills; kill++)
        {
            var killed = nodes[1 + (kill % 2)];
            await traffic.FlowsAsync(30, by: killed.Name);
            traffic.Ledger.TakeSlowest();

            killed.Process.Kill();
            await killed.Process.ExitCodeAsync(Eventually.Patience);
            await traffic.FlowsAsync(200);
            Say($"Kill {kill + 1} of {killed.Name}: the slowest answer around it took {traffic.Ledger.TakeSlowest().TotalMilliseconds:0} ms.");

            await pool.StartAsync(killed);
            await pool.KnownByAllAsync();
            await pool.ServesOnAsync(ThreeNodes.Paced, row);
            await traffic.FlowsAsync(30, by: killed.Name);
        }

        Say($"{await traffic.EndAsync()}");
    }

    [Fact]
    public async Task A_node_that_is_slow_stays_a_member_and_others_do_what_it_cannot()
    {
        var (_, nodes, _) = await ServingAsync();
        await using var traffic = TrafficTo(nodes[0]);
        await traffic.FlowsAsync(30, by: nodes[2].Name);
        var version = (await nodes[0].Rest.PoolAsync()).Version;
        var (fast, slow) = (traffic.Ledger.By(nodes[1].Name), traffic.Ledger.By(nodes[2].Name));
        traffic.Ledger.TakeSlowest();

        using var enough = new CancellationTokenSource();
        var slowing = SlowDownAsync(nodes[2].Process, enough.Token);
        await traffic.FlowsAsync(400);
        await enough.CancelAsync();
        await slowing;

        (fast, slow) = (traffic.Ledger.By(nodes[1].Name) - fast, traffic.Ledger.By(nodes[2].Name) - slow);
        Say($"While {nodes[2].Name} was slow it answered {slow}, and {nodes[1].Name} {fast}; the slowest answer took {traffic.Ledger.TakeSlowest().TotalMilliseconds:0} ms.");
        Assert.True(slow < fast, $"{slow} by the slow one, and {fast} by another");
        Assert.Equal(version, (await nodes[0].Rest.PoolAsync()).Version);
        await traffic.FlowsAsync(30, by: nodes[2].Name);
        Say($"{await traffic.EndAsync()}");
    }

    [LongFact]
    public async Task A_node_that_hangs_is_left_out_and_is_asked_again_when_it_goes_on()
    {
        var (pool, nodes, _) = await ServingAsync();
        await using var traffic = TrafficTo(nodes[0]);
        for (var hang = 0; hang < 2; hang++)
        {
            await traffic.FlowsAsync(30, by: nodes[2].Name);
            traffic.Ledger.TakeSlowest();

            var saidBefore = nodes[0].Process.Lines.Count;
            await nodes[2].Process.SignalAsync("STOP");
            await nodes[0].Process.LineAsync(
                line => line.Contains($"Node {nodes[2].Name} is left out", StringComparison.Ordinal), "that it is left out", Eventually.Patience, saidBefore);
            await traffic.FlowsAsync(200);
            Say($"Hang {hang + 1}: the slowest answer took {traffic.Ledger.TakeSlowest().TotalMilliseconds:0} ms.");

            await nodes[2].Process.SignalAsync("CONT");
            await traffic.FlowsAsync(30, by: nodes[2].Name);
        }

        Say($"{await traffic.EndAsync()}");
        await pool.KnownByAllAsync();
    }

    private static StreamTraffic TrafficTo(ClusterNode node) => new(ThreeNodes.Paced, streams: 6, window: 8, elements: 1, node);

    // It has the processor for a fifth of the time, and is still for less than anybody takes for silence.
    private static async Task SlowDownAsync(ChildProcess process, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await process.SignalAsync("STOP");
            await Task.Delay(160, CancellationToken.None);
            await process.SignalAsync("CONT");
            await Task.Delay(40, CancellationToken.None);
        }
    }

    // The paced model on every core.
    private async Task<(NodePool Pool, ClusterNode[] Nodes, string[] Row)> ServingAsync()
    {
        var (pool, nodes, row) = await TakeAsync(three);
        await nodes[0].Rest.LoadAsync(ThreeNodes.Paced, 0, 6);
        await pool.ServesOnAsync(ThreeNodes.Paced, row);
        return (pool, nodes, row);
    }
}
