using System.Diagnostics;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Views;

namespace NeuronActors.Node.Client.Top;

/// <summary>What happened between two samples, and how things are at the later one. As <c>top --json</c> prints it.</summary>
internal sealed record TopFrame
{
    public required string Node { get; init; }

    /// <summary>With a pool: the version by which its indices count.</summary>
    public long? PoolVersion { get; init; }

    /// <summary>What is wrong with nodes of the pool; empty without one.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    public required string Runtime { get; init; }

    /// <summary>The time between the samples.</summary>
    public required double Seconds { get; init; }

    /// <summary>Results per second, of all models.</summary>
    public required double PerSecond { get; init; }

    public required ImmutableArray<CoreRow> Cores { get; init; }

    public required ImmutableArray<ModelRow> Models { get; init; }

    public static TopFrame Of(TopSample before, TopSample now)
    {
        var seconds = Math.Max(Stopwatch.GetElapsedTime(before.At, now.At).TotalSeconds, 1e-6);
        ImmutableArray<ModelRow> models = [.. now.Statistics.ModelStats.Select(model => ModelOf(model, before, now, seconds))];
        return new TopFrame
        {
            Node = now.Cores.Node,
            PoolVersion = now.Cores.PoolVersion,
            Runtime = now.Cores.Runtime,
            Seconds = seconds,
            PerSecond = models.Sum(model => model.PerSecond),
            Cores = [.. now.Cores.Cores.Select(core => CoreOf(core, now.Cores, before.Cores, models, seconds))],
            Models = models,
        };
    }

    private static ModelRow ModelOf(StatisticsTable.ModelStatistics now, TopSample before, TopSample at, double seconds)
    {
        // A count that went back began anew: the model was loaded again.
        var earlier = before.Statistics.Find(now.Name, now.Version)?.InferenceStats;
        var latency = now.Latency?.Since(before.Statistics.Find(now.Name, now.Version)?.Latency);
        if (earlier is not null && earlier.Success.Count > now.InferenceStats.Success.Count) earlier = null;

        var success = now.InferenceStats.Success - (earlier?.Success ?? default);
        var fail = now.InferenceStats.Fail - (earlier?.Fail ?? default);
        var queue = now.InferenceStats.Queue - (earlier?.Queue ?? default);
        var infer = now.InferenceStats.ComputeInfer - (earlier?.ComputeInfer ?? default);
        var on = at.Cores.Cores.Where(core => core.Replicas.Any(replica => IsOf(now, replica))).ToArray();
        return new ModelRow(now.Name, now.Version)
        {
            Cores = [.. on.Select(NumberOf)],
            Subgraphs = on.SelectMany(core => core.Replicas.Where(replica => IsOf(now, replica))).Select(replica => replica.Subgraph).Distinct().Count(),
            PerSecond = success.Count / seconds,
            FailedPerSecond = fail.Count / seconds,
            LatencyMs = MeanOf(success),
            P50Ms = latency?.QuantileMs(0.5),
            P99Ms = latency?.QuantileMs(0.99),
            QueuedMs = MeanOf(queue),
            ExecutedMs = MeanOf(infer),

            // Little's law: what waits on average is the rate times the wait, and so the time that all waited in a second.
            Waiting = queue.Ns / 1e9 / seconds,
        };
    }

    private static CoreRow CoreOf(NodeCores.Core core, NodeCores now, NodeCores before, ImmutableArray<ModelRow> models, double seconds)
    {
        var earlier = before.Cores.FirstOrDefault(each => each.Index == core.Index && each.Node == core.Node);
        var perSecond = Rate(core.Executed, earlier?.Executed) / seconds;
        ModelRow[] on = [.. models.Where(model => model.Cores.Contains(NumberOf(core)))];
        var rate = on.Sum(model => model.PerSecond);

        // A core does not say how long it was busy: it is what it executed times how long its models took, one subgraph of each at a time.
        var execution = rate > 0 ? on.Sum(model => model.PerSecond * (model.ExecutedMs ?? 0) / Math.Max(1, model.Subgraphs)) / rate : 0;
        return new CoreRow(core.Index, core.Shown, CoreLook.ReplicasOf(now, core))
        {
            Node = core.Node,
            PoolIndex = core.PoolIndex,
            Reason = core.Reason,
            InFlight = core.InFlight,
            PerSecond = perSecond,
            FailedPerSecond = Rate(core.Failed, earlier?.Failed) / seconds,
            Busy = Math.Min(1, perSecond * execution / 1000),
            MemoryUsed = core.Memory.Used,
            MemoryLimit = core.Memory.Limit,
        };
    }

    private static int NumberOf(NodeCores.Core core) => core.PoolIndex ?? core.Index;

    private static bool IsOf(StatisticsTable.ModelStatistics model, NodeCores.Replica replica) =>
        replica.Model == model.Name && (replica.Version is null || replica.Version == model.Version);

    private static long Rate(long now, long? before) => before is { } earlier && earlier <= now ? now - earlier : now;

    private static double? MeanOf(StatisticsTable.Counted counted) => counted.Count > 0 ? counted.Ns / 1e6 / counted.Count : null;

    /// <summary>One core.</summary>
    internal sealed record CoreRow(int Index, string State, string Replicas)
    {
        /// <summary>With a pool: the node that it belongs to.</summary>
        public string? Node { get; init; }

        /// <summary>With a pool: its place in it.</summary>
        public int? PoolIndex { get; init; }

        public string? Reason { get; init; }

        public long InFlight { get; init; }

        public double PerSecond { get; init; }

        public double FailedPerSecond { get; init; }

        /// <summary>How much of the time it executed, 0 to 1, by estimate.</summary>
        public double Busy { get; init; }

        public long MemoryUsed { get; init; }

        public long? MemoryLimit { get; init; }
    }

    /// <summary>One version of a model. Times are of the interval, means unless they say otherwise, and null when nothing was answered in it.</summary>
    internal sealed record ModelRow(string Name, string Version)
    {
        public ImmutableArray<int> Cores { get; init; } = [];

        public int Subgraphs { get; init; }

        public double PerSecond { get; init; }

        public double FailedPerSecond { get; init; }

        public double? LatencyMs { get; init; }

        /// <summary>Half of the requests took at most so long.</summary>
        public double? P50Ms { get; init; }

        /// <summary>99 of 100 requests took at most so long.</summary>
        public double? P99Ms { get; init; }

        public double? QueuedMs { get; init; }

        public double? ExecutedMs { get; init; }

        /// <summary>How many requests waited, on average.</summary>
        public double Waiting { get; init; }
    }
}
