using System.Diagnostics;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Top;

namespace NeuronActors.Node.Tests.Client.Top;

public sealed class TopMembersSpecs
{
    [Fact]
    public void A_node_that_cannot_be_reached_is_told_until_it_can()
    {
        var members = new TopMembers();

        Assert.Empty(members.Take(Sample(0, ("n1", true), ("n2", true))));
        Assert.StartsWith("Node n2 cannot be reached", Assert.Single(members.Take(Sample(1, ("n1", true), ("n2", false)))), StringComparison.Ordinal);
        Assert.Empty(members.Take(Sample(2, ("n1", true), ("n2", true))));
    }

    [Fact]
    public void A_node_that_is_gone_is_told_for_some_minutes_or_until_it_is_back()
    {
        var members = new TopMembers();
        members.Take(Sample(0, ("n1", true), ("n2", true), ("n3", true)));

        Assert.Equal(["Node n2 has left the pool, 8 s ago.", "Node n3 has left the pool, 8 s ago."], members.Take(Sample(8, ("n1", true))).ToArray());
        Assert.Equal(["Node n3 has left the pool, 9 s ago."], members.Take(Sample(9, ("n1", true), ("n2", true))).ToArray());
        Assert.Empty(members.Take(Sample(400, ("n1", true), ("n2", true))));
    }

    [Fact]
    public void A_node_that_is_alone_says_nothing_of_a_pool() => Assert.Empty(new TopMembers().Take(TopFrameSpecs.Sample(0, 0, default, default)));

    internal static TopSample Sample(int seconds, params (string Name, bool IsReachable)[] nodes) => new(
        seconds * Stopwatch.Frequency,
        new NodeCores("cpu", "n1", [.. nodes.SelectMany((node, i) => Enumerable.Range(0, 2).Select(core => new NodeCores.Core
        {
            Index = core,
            PhysicalId = core,
            State = "ready",
            Node = node.Name,
            PoolIndex = (2 * i) + core,
            Reachable = node.IsReachable,
            Executed = 10 * seconds * (i + 1),
            Replicas = [new NodeCores.Replica("mnist", "mnist", "ready", "1")],
        }))], PoolVersion: 7),
        new StatisticsTable([new StatisticsTable.ModelStatistics(
            "mnist", "1", 10 * seconds, 10 * seconds, new StatisticsTable.Times(new(10 * seconds, 1_000_000 * seconds), default, default, default))]));
}
