using System.Diagnostics;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Load;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Benchmarks.Cases.Scale;

/// <summary>What every node keeps of all others, and what it takes to keep it fresh when nothing changes.</summary>
internal sealed class ScaleDirectoryCase : IOverheadCase
{
    public string Name => "directory";

    public string Summary =>
        $"{ScalePool.NodeCount} nodes × {ScalePool.CoresPerNode} cores × {ScalePool.ReplicasPerCore} replicas, {ScalePool.Models.Length} models: what one node keeps and hears";

    public IReadOnlyList<Finding> Run(Conditions conditions)
    {
        var announcements = ScalePool.Announcements(1);
        byte[][] wire = [.. announcements.Select(PoolWire.ToBytes)];
        var mean = wire.Average(bytes => bytes.Length);
        var rounds = Interleaved.Measure(conditions.Effort, () => MicrosecondsToTake(wire));
        return
        [
            Finding.Absolute("an announcement, mean", mean / 1024, "KiB", target: null),
            Finding.Absolute("all of them, as they travel", wire.Sum(bytes => bytes.Length) / 1024.0, "KiB", target: null),
            Finding.Absolute("the directory in memory", Memory(wire) / 1024.0, "KiB", target: null),
            Finding.Absolute("what is meant, as it is replicated", Shards().Sum(shard => PoolWire.ToBytes(shard).Length) / 1024.0, "KiB", target: null),
            Finding.Absolute("the largest message of it", Shards().Max(shard => PoolWire.ToBytes(shard).Length) / 1024.0, "KiB", target: null),
            Finding.Absolute("announcements that a node hears", ScalePool.AnnouncementsPerSecond, "1/s", target: null),
            Finding.Absolute("their bytes, and as many that it sends", ScalePool.AnnouncementsPerSecond * mean / 1024, "KiB/s", target: null),
            Finding.Absolute("one read, taken, and put into a new view", rounds[0], "µs", target: null),
            Finding.Absolute("of a processor, for all that a node hears", Statistics.Median(rounds[0]) * ScalePool.AnnouncementsPerSecond / 10_000, "%", target: null),
        ];
    }

    private static double MicrosecondsToTake(byte[][] wire)
    {
        var state = ScalePool.Directory(wire.Select(Read));
        byte[][] newer = [.. ScalePool.Announcements(2).Select(PoolWire.ToBytes)];
        var begun = Stopwatch.GetTimestamp();
        var nodes = 0;
        foreach (var bytes in newer)
        {
            if (!state.Take(Read(bytes))) throw new InvalidOperationException("An announcement was not news.");
            nodes += state.View().Nodes.Length;
        }

        return nodes == newer.Length * newer.Length
            ? Stopwatch.GetElapsedTime(begun).TotalMicroseconds / newer.Length
            : throw new InvalidOperationException("A node is missing in the directory.");
    }

    private static long Memory(byte[][] wire)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var state = ScalePool.Directory(wire.Select(Read));
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(state);
        return after - before;
    }

    private static NodeAnnouncement Read(byte[] bytes) => (NodeAnnouncement)PoolWire.Read(bytes, PoolManifest.NodeAnnouncement);

    private static IEnumerable<object> Shards() => ScalePool.Desired.Values
        .GroupBy(model => DesiredShard.Of(model.Model))
        .Select(shard => (object)new DesiredShard(1, 1, [.. shard]))
        .Append(new PoolState(1, ScalePool.Layout));
}
