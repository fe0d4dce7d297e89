using System.Diagnostics;
using NeuronActors.Benchmarks.Cases;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Benchmarks.Reports;
using NeuronActors.Cluster;

namespace NeuronActors.Benchmarks.Clusters.Cases;

/// <summary>Whether two nodes stay in touch while more bytes are on their way between them than any heartbeat would come through.</summary>
internal sealed class RemoteFloodCase : IProcessCase
{
    private const int InFlight = 64;

    private static readonly TimeSpan PingPause = TimeSpan.FromMilliseconds(20);

    public string Name => "remote-flood";

    public string Summary => $"{InFlight} × 32 MiB in flight from one node to another, and beside them a question to that node's pool every {PingPause.TotalMilliseconds} ms";

    public async Task<IReadOnlyList<Finding>> RunAsync(Effort effort, CancellationToken cancellationToken)
    {
        var isBrief = effort.Steady < TimeSpan.FromSeconds(1);
        await using var lab = await RemoteLab.StartAsync(isBrief ? 1 << 20 : 32 << 20);
        await lab.InferAsync();
        var quiet = await PingAsync(lab, Task.Delay(effort.Steady, cancellationToken));

        var begun = Stopwatch.GetTimestamp();
        var flood = Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => lab.InferAsync().AsTask()));
        var loaded = await PingAsync(lab, flood);
        await flood;
        var took = Stopwatch.GetElapsedTime(begun);

        // What the other side thinks of this one is in its log.
        var losses = lab.Member.Losses + lab.Node.Process.Lines.Count(line => line.Contains("unreachable", StringComparison.OrdinalIgnoreCase));
        return
        [
            Finding.Absolute("members that could not be reached", losses, "", Target.AtMost(0)),
            new Finding(
                "control ping during the flood, p99; the other side: before it", loaded.Microseconds(99) / 1000, quiet.Microseconds(99) / 1000, "ms",
                loaded.Microseconds(99) / 1000, "ms", Target.AtMost(50)),
            Finding.Absolute("the same, slowest", loaded.Microseconds(100) / 1000, "ms", target: null),
            Finding.Absolute("all answered after", took.TotalSeconds, "s", target: null),
        ];
    }

    private static async Task<HdrHistogram.LongHistogram> PingAsync(RemoteLab lab, Task until)
    {
        var histogram = Statistics.Nanoseconds();
        var question = new ScopedCommand(PoolScope.Of(new NodeName(lab.Node.Name)), new GetPlacementTable());
        do
        {
            var begun = Stopwatch.GetTimestamp();
            if (await lab.Member.Pool.SendAsync(question) is not NodeAnswered answered) throw new InvalidOperationException("The question was not answered.");
            _ = answered;
            histogram.RecordValue((long)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
            await Task.WhenAny(until, Task.Delay(PingPause));
        }
        while (!until.IsCompleted);

        return histogram;
    }
}
