using System.Text.Json;
using NeuronActors.Cluster.Processes.Load;
using NeuronActors.Cluster.Processes.Nodes;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>The node that decides is killed while a model of two others moves between them, at each step of the move.</summary>
public sealed class KilledCoordinatorSpecs(ITestOutputHelper output) : ProcessLab(output)
{
    [LongFact]
    public Task A_move_whose_old_replica_drains_ends_or_is_undone_and_the_table_agrees_with_the_cores() =>
        KillAsync("load-then-unload", "draining", "n2");

    [LongTheory]
    [InlineData("load-then-unload", "loading", "n3")]
    [InlineData("unload-then-load", "loading", "n3")]
    [InlineData("unload-then-load", "draining", "n2")]
    public Task A_move_ends_or_is_undone_and_the_table_agrees_with_the_cores(string policy, string state, string on) => KillAsync(policy, state, on);

    private async Task KillAsync(string policy, string state, string on)
    {
        // Long enough to be met in each step, by somebody who asks again and again.
        var pool = Pool().WithModel(Echo, executionTime: "800ms", loadTime: "1500ms");
        var nodes = await pool.StartAsync([.. Enumerable.Repeat<IPlace>(LoopbackPlace.Instance, 3)]);
        await nodes[0].Rest.LoadAsync(Echo, 2, 1);
        await pool.ServesOnAsync(Echo, "n2/0");
        await using var traffic = new StreamTraffic(Echo, streams: 2, window: 2, elements: 1, nodes[1], nodes[2]);
        await traffic.FlowsAsync(3);

        var moving = MoveAsync(nodes[1], policy);
        await Eventually.BecomesAsync(
            $"{on} is {state}", async () => string.Join(',', await nodes.Single(node => node.Name == on).Rest.StatesAsync(Echo)), said => said == state);
        nodes[0].Process.Kill();

        var answer = await moving.WaitAsync(Eventually.Patience);
        Say(answer.Refused is { } why ? $"It was undone: {why}" : "It has ended.");
        var meant = answer.Refused is null ? "n3/0" : "n2/0";
        foreach (var node in nodes[1..])
        {
            await Eventually.BecomesAsync($"{node.Name} counts without n1", node.Rest.PoolAsync, cores => cores.Nodes.SequenceEqual(["n2", "n3"]));
            await Eventually.BecomesAsync(
                $"the table of {node.Name} says {meant}", () => node.Rest.PlacementAsync(Echo), table => PartsOf(table).SequenceEqual([meant.Split('/')[0]]));
        }

        await pool.ServesOnAsync(Echo, meant);
        await traffic.FlowsAsync(3, by: meant.Split('/')[0]);
        Say($"{await traffic.EndAsync()}");

        // And the next one decides as the first one did.
        await nodes[2].Rest.MoveAsync(Echo, 0, 1);
        await pool.ServesOnAsync(Echo, "n2/0");
    }

    private static async Task<(JsonElement Placement, string? Refused)> MoveAsync(ClusterNode node, string policy)
    {
        try
        {
            return (await node.Rest.MoveAsync(Echo, 4, 1, policy), null);
        }
        catch (RestException refused)
        {
            return (default, refused.Message);
        }
    }

    private static IEnumerable<string> PartsOf(JsonElement table) =>
        table.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("node").GetString()!);
}
