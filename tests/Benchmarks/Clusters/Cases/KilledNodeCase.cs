using System.Collections.Concurrent;
using System.Diagnostics;
using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Http.Load;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.Cluster.Processes.Nodes;

namespace NeuronActors.Benchmarks.Clusters.Cases;

/// <summary>What callers of one node see when another one is killed that runs some of their requests.</summary>
internal sealed class KilledNodeCase : IProcessCase
{
    private const string Model = "twenty";
    private const int Nodes = 3;
    private const int Cores = 4;
    private const int InFlight = 36;
    private const double Execution = 20;

    // Each costs the time in which the cluster gives a node up and takes it in again.
    private const int MostKills = 3;

    public string Name => "killed-node";

    public string Summary => $"{Nodes} nodes × {Cores} simulated cores × {Execution} ms, {InFlight} in flight over REST to one, another one killed with SIGKILL";

    public async Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken)
    {
        await using var pool = new NodePool(new NodeSetup { Cores = Cores, IsQuick = false }).WithModel(Model, executionTime: $"{Execution}ms");
        var nodes = await pool.StartAsync([.. Enumerable.Repeat<IPlace>(LoopbackPlace.Instance, Nodes)]);
        string[] everywhere = [.. nodes.SelectMany(node => Enumerable.Range(0, Cores).Select(core => $"{node.Name}/{core}"))];
        await nodes[0].Rest.LoadAsync(Model, 0, everywhere.Length);
        await pool.ServesOnAsync(Model, everywhere);
        using var lanes = await Lanes.RestAsync(nodes[0].Http, InFlight, Model, Fixtures.OneNumber[0]);
        await lanes.WarmUpAsync(effort);

        var kills = Math.Min(effort.Rounds, MostKills);
        var (failed, slowest) = (0L, new double[kills]);
        for (var kill = 0; kill < kills; kill++)
        {
            var killed = nodes[1 + (kill % (Nodes - 1))];
            (var failures, slowest[kill]) = await KillAsync(killed, lanes.All, effort);
            failed += failures;
            if (kill + 1 == kills) break;

            await killed.Process.ExitCodeAsync(Eventually.Patience);
            await pool.StartAsync(killed);
            await pool.KnownByAllAsync();
            await pool.ServesOnAsync(Model, everywhere);
        }

        return
        [
            Finding.Absolute("requests that got no result", failed, "", Target.AtMost(0)),
            Finding.Absolute("from the kill, or from when it was sent after that, to the last answer", slowest, "ms", Target.AtMost(500 + Execution)),
        ];
    }

    /// <summary>Kills a node under load: how many requests failed, and how long the slowest of those took that were not answered before.</summary>
    private static async Task<(long Failures, double Slowest)> KillAsync(ClusterNode node, ILane[] lanes, Effort effort)
    {
        var answers = new ConcurrentQueue<(long Sent, long Answered, Outcome Outcome)>();
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(lanes.Select(async lane =>
        {
            while (!stop.IsCancellationRequested)
            {
                var sent = Stopwatch.GetTimestamp();
                var outcome = await lane.SendAsync().ConfigureAwait(false);
                answers.Enqueue((sent, Stopwatch.GetTimestamp(), outcome));
            }
        }));
        await Task.Delay(effort.SettleIn + effort.Window);
        var killed = Stopwatch.GetTimestamp();
        node.Process.Kill();
        await Task.Delay(effort.SettleIn + effort.Steady);
        await stop.CancelAsync();
        await load;
        return (
            answers.Count(answer => answer.Outcome != Outcome.Result),
            answers.Where(answer => answer.Answered > killed)
                .Max(answer => Stopwatch.GetElapsedTime(Math.Max(answer.Sent, killed), answer.Answered).TotalMilliseconds));
    }
}
