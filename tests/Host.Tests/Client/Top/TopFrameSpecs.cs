using System.Diagnostics;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Top;

namespace NeuronActors.Node.Tests.Client.Top;

public sealed class TopFrameSpecs
{
    [Fact]
    public void Rates_and_means_are_of_what_happened_in_between()
    {
        var frame = TopFrame.Of(Sample(seconds: 1, executed: 100, success: new(100, 1_000_000_000), queue: default), Sample(seconds: 3, executed: 300, success: new(300, 3_000_000_000), queue: new(200, 400_000_000)));

        var model = Assert.Single(frame.Models);
        Assert.Equal(2, frame.Seconds, 3);
        Assert.Equal(100, model.PerSecond, 3);
        Assert.Equal(10, model.LatencyMs!.Value, 3);
        Assert.Equal(2, model.QueuedMs!.Value, 3);

        // Little: 100 a second wait 2 ms each.
        Assert.Equal(0.2, model.Waiting, 3);
        Assert.Equal(0, Assert.Single(model.Cores));
        Assert.Equal(100, frame.Cores[0].PerSecond, 3);
    }

    [Fact]
    public void A_core_is_busy_as_long_as_what_it_executed_took()
    {
        var frame = TopFrame.Of(
            Sample(seconds: 0, executed: 0, success: default, queue: default),
            Sample(seconds: 1, executed: 100, success: new(100, 1), queue: default, infer: new(100, 500_000_000)));

        Assert.Equal(0.5, frame.Cores[0].Busy, 3);
        Assert.Equal(0, frame.Cores[1].Busy);
    }

    [Fact]
    public void Counts_that_began_anew_are_counted_from_nothing()
    {
        var frame = TopFrame.Of(Sample(seconds: 0, executed: 900, success: new(900, 9), queue: default), Sample(seconds: 1, executed: 10, success: new(10, 100_000_000), queue: default));

        Assert.Equal((10, 10), (Math.Round(frame.Models[0].PerSecond), Math.Round(frame.Cores[0].PerSecond)));
        Assert.Equal(10, frame.Models[0].LatencyMs!.Value, 3);
    }

    [Fact]
    public void Percentiles_are_of_the_interval_alone()
    {
        var before = Sample(seconds: 0, executed: 0, success: new(100, 9), queue: default, latency: new([new(1_000_000, 100)]));
        var frame = TopFrame.Of(before, Sample(seconds: 1, executed: 0, success: new(104, 9), queue: default, latency: new([new(1_000_000, 100), new(5_000_000, 3), new(70_000_000, 1)])));

        Assert.Equal((5, 70), (frame.Models[0].P50Ms, frame.Models[0].P99Ms));
        Assert.Null(TopFrame.Of(before, before).Models[0].P50Ms);
    }

    [Fact]
    public void Of_a_pool_each_core_has_its_own_rate_and_models_count_by_the_pool()
    {
        var frame = TopFrame.Of(TopMembersSpecs.Sample(0, ("n1", true), ("n2", true)), TopMembersSpecs.Sample(1, ("n1", true), ("n2", false)));

        Assert.Equal(7, frame.PoolVersion);
        Assert.Equal([10, 10, 20, 20], frame.Cores.Select(core => Math.Round(core.PerSecond)));
        Assert.Equal(["n1", "n1", "n2", "n2"], frame.Cores.Select(core => core.Node));
        Assert.Equal(["ready", "unreachable"], [frame.Cores[0].State, frame.Cores[3].State]);
        Assert.Equal([0, 1, 2, 3], frame.Models[0].Cores.ToArray());
    }

    [Fact]
    public void Where_nothing_happened_there_is_no_latency()
    {
        var sample = Sample(seconds: 0, executed: 5, success: new(5, 5), queue: default);

        Assert.Null(TopFrame.Of(sample, sample with { At = Stopwatch.Frequency }).Models[0].LatencyMs);
    }

    internal static TopSample Sample(
        int seconds, long executed, StatisticsTable.Counted success, StatisticsTable.Counted queue, StatisticsTable.Counted infer = default, int cores = 2, LatencyBuckets? latency = null) => new(
        seconds * Stopwatch.Frequency,
        new NodeCores("cpu", "test", [.. Enumerable.Range(0, cores).Select(index => new NodeCores.Core
        {
            Index = index,
            PhysicalId = index,
            State = "ready",
            Executed = index == 0 ? executed : 0,
            Replicas = index == 0 ? [new NodeCores.Replica("mnist", "mnist", "ready", "1")] : [],
        })]),
        new StatisticsTable([new StatisticsTable.ModelStatistics("mnist", "1", success.Count, success.Count, new StatisticsTable.Times(success, default, queue, infer), latency)]));
}
