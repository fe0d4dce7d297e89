using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Http.Load;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.Cluster.Processes.Nodes;

namespace NeuronActors.Benchmarks.Clusters.Cases;

/// <summary>Whether all cores of a pool are kept busy by whoever talks to one of its nodes.</summary>
internal sealed class SpreadCase : IProcessCase
{
    private const string Model = "five";
    private const int Nodes = 3;
    private const int Cores = 8;
    private const int InFlight = 72;
    private const double Ideal = Nodes * Cores / 0.005;

    public string Name => "spread";

    public string Summary => $"{Nodes} nodes × {Cores} simulated cores × 5 ms, {InFlight} in flight over REST to one of them ÷ what the cores could do";

    public async Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken)
    {
        await using var pool = new NodePool(new NodeSetup { Cores = Cores, IsQuick = false }).WithModel(Model, executionTime: "5ms");
        var nodes = await pool.StartAsync([.. Enumerable.Repeat<IPlace>(LoopbackPlace.Instance, Nodes)]);
        await nodes[0].Rest.LoadAsync(Model, 0, Nodes * Cores);
        await pool.ServesOnAsync(Model, [.. nodes.SelectMany(node => Enumerable.Range(0, Cores).Select(core => $"{node.Name}/{core}"))]);
        using var lanes = await Lanes.RestAsync(nodes[0].Http, InFlight, Model, Fixtures.OneNumber[0]);
        await lanes.WarmUpAsync(effort);

        var rates = new double[effort.Rounds];
        var failures = 0L;
        for (var round = 0; round < effort.Rounds; round++)
        {
            var tally = await LaneLoad.ClosedAsync(lanes.All, effort.SettleIn, effort.Window);
            rates[round] = tally.PerSecond;
            failures += tally.Failures + tally.Refusals.TotalCount;
        }

        return
        [
            Finding.Ratio("results/s", rates, [.. rates.Select(_ => Ideal)], "1/s", Target.AtLeast(0.95)),
            Finding.Absolute("requests that got no result", failures, "", Target.AtMost(0)),
        ];
    }
}
