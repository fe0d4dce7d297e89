using System.Diagnostics;
using NeuronActors.Benchmarks.Lab;
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
        return [.. NcCounts.Select(ncCount => Time(state, model, ncCount, conditions.Effort))];
    }

    private static Finding Time(PlacementState state, PlacedModel model, int ncCount, Effort effort)
    {
        var histogram = Statistics.Nanoseconds();
        var plans = Math.Max(100, effort.Calls / 10);
        for (var i = -plans; i < plans; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var (_, _, refusal) = state.Plan(model.Subgraphs, CoreSelection.Auto, ncCount);
            if (refusal is not null) throw new InvalidOperationException($"Refused: {refusal.Message}");
            if (i >= 0) histogram.RecordValue((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
        }

        return Finding.Absolute($"plan of (−1, {ncCount}), p99", histogram.Microseconds(99) / 1000, "ms", Target.AtMost(1));
    }
}
