using System.Diagnostics;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.Placement;

namespace NeuronActors.Benchmarks.Cases;

/// <summary>How long the coordinator thinks about a placement in the largest pool that we plan for.</summary>
internal sealed class PlacementCase : IOverheadCase
{
    private static readonly int[] NcCounts = [CoreSelection.Auto, 8, PlacementTables.CoreCount];

    public string Name => "placement";

    public string Summary => $"a placement decision, {PlacementTables.CoreCount} cores × {PlacementTables.ReplicaCount} replicas";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        var (state, model) = PlacementTables.Make();
        var plans = Math.Max(100, conditions.Effort.Calls / 10);
        var rounds = Interleaved.Measure(
            conditions.Effort, [.. NcCounts.Select(ncCount => (Func<double>)(() => SlowestOfHundred(state, model, ncCount, plans)))]);
        return
        [
            .. NcCounts.Zip(rounds, (ncCount, times) =>
                Finding.Absolute($"plan of (−1, {(ncCount < 0 ? "−1" : ncCount)}), p99", times, "ms", Target.AtMost(1))),
        ];
    }

    // The 99th percentile in milliseconds.
    private static double SlowestOfHundred(PlacementState state, PlacedModel model, int ncCount, int plans)
    {
        var histogram = Statistics.Nanoseconds();
        for (var i = 0; i < plans; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var (_, _, refusal) = state.Plan(model.Subgraphs, CoreSelection.Auto, ncCount);
            if (refusal is not null) throw new InvalidOperationException($"Refused: {refusal.Message}");
            histogram.RecordValue((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
        }

        return histogram.Microseconds(99) / 1000;
    }
}
