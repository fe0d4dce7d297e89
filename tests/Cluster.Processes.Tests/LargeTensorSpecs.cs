using System.Globalization;
using NeuronActors.Cluster.Processes.Load;
using Xunit.Abstractions;

namespace NeuronActors.Cluster.Processes;

/// <summary>More bytes between two nodes than a cluster on the same connections would stand.</summary>
public sealed class LargeTensorSpecs(ITestOutputHelper output) : ProcessLab(output)
{
    private static int Mebibytes => int.TryParse(Environment.GetEnvironmentVariable("NEURON_FLOOD_MIB"), CultureInfo.InvariantCulture, out var size) ? size : 4;

    [LongFact]
    public async Task A_flood_of_large_tensors_leaves_every_member_reachable()
    {
        const int InFlight = 64;
        var (pool, nodes) = await StartThreeAsync();
        await nodes[0].Rest.LoadAsync(Echo, 2, 2);
        await pool.ServesOnAsync(Echo, "n2/0", "n2/1");
        await using var traffic = new StreamTraffic(Echo, streams: 8, window: InFlight / 8, Mebibytes * (1 << 20) / sizeof(long), nodes[0]);

        await traffic.FlowsAsync(3 * InFlight);

        Say($"{await traffic.EndAsync()}");
        await pool.KnownByAllAsync();
        Assert.All(nodes, node => Assert.DoesNotContain(node.Process.Lines, IsLoss));
        Assert.Equal("n2", (await nodes[0].Rest.InferAsync(Echo, 7)).Node);
    }

    private static bool IsLoss(string line) =>
        line.Contains("unreachable", StringComparison.OrdinalIgnoreCase) || line.Contains("is left out", StringComparison.Ordinal);
}
