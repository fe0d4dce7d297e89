using System.Diagnostics;
using NeuronActors.Cluster;
using NeuronActors.Node.Dashboard.Live;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Tests.Dashboard.Live;

public sealed class PoolTrackerSpecs
{
    private readonly PoolTracker _tracker = new();

    [Fact]
    public void A_node_that_cannot_be_reached_is_so_until_it_can()
    {
        Assert.Equal(["n1 up", "n2 up"], StatesOf(Next(0, ("n1", true), ("n2", true))));
        Assert.Equal(["n1 up", "n2 unreachable"], StatesOf(Next(1, ("n1", true), ("n2", false))));
        Assert.Equal(["n1 up", "n2 up"], StatesOf(Next(2, ("n1", true), ("n2", true))));
    }

    [Fact]
    public void A_node_that_is_gone_is_remembered_for_some_minutes_or_until_it_is_back()
    {
        Next(0, ("n1", true), ("n2", true), ("n3", true));

        Assert.Equal([("n2", 0L), ("n3", 0L)], Next(5, ("n1", true)).Lost.ToArray());
        Assert.Equal([("n3", 0L)], Next(6, ("n1", true), ("n2", true)).Lost.ToArray());
        Assert.Empty(Next(301, ("n1", true), ("n2", true)).Lost);
    }

    private PoolMoment Next(int second, params (string Name, bool IsReachable)[] nodes) => _tracker.Next(second * 1000, second * Stopwatch.Frequency, new CoreTableView(
        "n1",
        [.. nodes.Select((node, i) => new CoreView(new CoreStatus(new NeuronCoreInfo(new VisibleCoreIndex(0), new PhysicalCoreId(0)), CoreState.Ready, []), [])
        {
            Place = new PoolPlace(i, new NodeName(node.Name), node.IsReachable),
        })])
    {
        Pool = new PoolView(1, [.. nodes.Select(node => new PoolNode(new NodeName(node.Name), node.IsReachable ? PoolNodeState.Up : PoolNodeState.Unreachable, 1))], []),
    });

    private static string[] StatesOf(PoolMoment pool) => [.. pool.Nodes.Select(node => $"{node.Name} {node.State}")];
}
