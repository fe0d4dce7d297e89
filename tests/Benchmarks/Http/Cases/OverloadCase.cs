using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Http.Load;
using NeuronActors.Benchmarks.Http.Subjects;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;

namespace NeuronActors.Benchmarks.Http.Cases;

/// <summary>What a node does with twice as much as it can: serve as much as before, refuse the rest at once, and not grow.</summary>
internal sealed class OverloadCase(string name, string summary, string model, NamedTensor input, params string[] settings) : IProcessCase
{
    // A queue that is shorter than there are connections: what goes beyond it is refused.
    private const int Queue = 64;
    private const int InFlight = 16;
    private const int Connections = 256;
    private const int Capacity = 48;

    public string Name => name;

    public string Summary => summary;

    public async Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken)
    {
        await using var node = await SubjectProcess.StartAsync(SubjectProcess.Node, [.. settings, $"queue-capacity={Queue}", $"max-in-flight={InFlight}"]);
        using var lanes = await Lanes.RestAsync(node.Rest, Connections, model, input);
        await lanes.WarmUpAsync(effort);
        ArraySegment<ILane> few = new(lanes.All, 0, Capacity);
        await LaneLoad.ClosedAsync(few, effort.SettleIn, effort.WarmUp);
        var capacity = await LaneLoad.ClosedAsync(few, effort.SettleIn, effort.Steady);

        var twice = Math.Max(1, 2 * capacity.PerSecond);

        // Once for nothing, so that what is needed for this much has been allocated.
        await LaneLoad.OpenAsync(lanes.All, twice, effort.SettleIn, effort.Steady);
        var before = await node.UsageAsync(collect: true);
        var overload = await LaneLoad.OpenAsync(lanes.All, twice, effort.SettleIn, 2 * effort.Steady);
        var after = await node.UsageAsync(collect: true);
        var refused = overload.Refusals.TotalCount;
        return
        [
            new Finding("results/s at twice the capacity ÷ the capacity", overload.PerSecond, capacity.PerSecond, "1/s", overload.PerSecond / capacity.PerSecond, "×", Target.AtLeast(0.95)),
            Finding.Absolute("refused", refused, "", target: null),
            Finding.Absolute("refusals, p50", overload.Refusals.Microseconds(50) / 1000, "ms", target: null),
            Finding.Absolute("refusals, p99", overload.Refusals.Microseconds(99) / 1000, "ms", Target.AtMost(5)),
            Finding.Absolute("results, p99", overload.Results.Microseconds(99) / 1000, "ms", target: null),
            Finding.Absolute("neither result nor refusal", overload.Failures, "", Target.AtMost(0)),
            Grown("working set", after.WorkingSet, before.WorkingSet),
            Grown("heap that lives", after.Heap, before.Heap),
        ];
    }

    private static Finding Grown(string what, long after, long before) =>
        new($"{what}, after ÷ before", after / (double)(1 << 20), before / (double)(1 << 20), "MiB", after / (double)before, "×", Target.AtMost(1.1));
}
