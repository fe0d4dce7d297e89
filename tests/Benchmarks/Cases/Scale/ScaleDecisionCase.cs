using System.Diagnostics;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.Cluster;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;

namespace NeuronActors.Benchmarks.Cases.Scale;

/// <summary>How long the coordinator of the largest pool that we plan for thinks about a change, and about what is where.</summary>
internal sealed class ScaleDecisionCase : IOverheadCase
{
    private static readonly PoolPicture Picture = ScalePool.Picture();

    public string Name => "decision";

    public string Summary => $"a decision and its steps, {ScalePool.NodeCount} nodes × {ScalePool.CoresPerNode} cores, {ScalePool.Models.Length} models";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        var calls = Math.Max(10, conditions.Effort.Calls / 100);
        var model = ScalePool.Models[0];
        var lost = Picture.View with { Nodes = Picture.View.Nodes.RemoveAt(50) };
        var rounds = Interleaved.Measure(
            conditions.Effort,
            () => SlowestOfHundred(calls, () => Decide(new SetNeuronCores(model, -1))),
            () => SlowestOfHundred(calls, () => Decide(new SetNeuronCores(model, -1, 64))),
            () => SlowestOfHundred(calls, () => Decide(new SetMulticore(model))),
            () => SlowestOfHundred(Math.Max(2, calls / 50), () => Reconcile(Picture.View, isLost: false)),
            () => SlowestOfHundred(Math.Max(2, calls / 50), () => Reconcile(lost, isLost: true)));
        return
        [
            Finding.Absolute("(−1, −1), p99", rounds[0], "ms", target: null),
            Finding.Absolute("(−1, 64), p99", rounds[1], "ms", target: null),
            Finding.Absolute("every core, p99", rounds[2], "ms", target: null),
            Finding.Absolute("a comparison of all models with what is, nothing to do, p99", rounds[3], "ms", target: null),
            Finding.Absolute("the same with a node lost: others stand in for its replicas, p99", rounds[4], "ms", target: null),
        ];
    }

    private static void Decide(PlacementCommand command)
    {
        var (decision, refusal) = PoolDecision.Of(new ScopedCommand(PoolScope.Pool, command), Picture);
        if (decision is null) throw new InvalidOperationException($"Refused: {refusal?.Message}");

        var steps = PoolPlan.Next(Picture.Now(decision.Model), PoolPlan.PartsOf(decision.Target), decision.Policy);
        if (steps.IsEmpty) throw new InvalidOperationException("There is nothing to do.");
    }

    private static void Reconcile(DirectoryView view, bool isLost)
    {
        var picture = Picture with { View = view };
        var uses = picture.Uses(except: default);
        var steps = 0;
        foreach (var model in ScalePool.Desired.Values)
        {
            steps += Reconciliation.Plan(model, view, _ => true, LostNodePolicy.Replace, node => uses[node.Name]).Steps.Length;
        }

        if (steps > 0 != isLost) throw new InvalidOperationException($"{steps} steps, {(isLost ? "and a node is lost" : "and all is well")}.");
    }

    // The 99th percentile in milliseconds.
    private static double SlowestOfHundred(int calls, Action call)
    {
        var histogram = Statistics.Nanoseconds();
        for (var i = 0; i < calls; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            call();
            histogram.RecordValue((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
        }

        return histogram.Microseconds(99) / 1000;
    }
}
