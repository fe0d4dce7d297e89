using CsCheck;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Tests.Pools;

public sealed class PoolLayoutSpecs
{
    private static readonly Gen<PoolLayout> Layouts =
        Gen.Int[0, 5].Array[1, 6].Select(counts => new PoolLayout(3, [.. counts.Select((cores, i) => Share(i, cores))]));

    [Fact]
    public void Every_index_is_the_core_that_counting_through_the_nodes_finds() => Layouts.Sample(layout =>
    {
        var cores = Expand(layout);

        Assert.Equal(cores.Length, layout.Count);
        for (var i = 0; i < cores.Length; i++)
        {
            Assert.Equal(cores[i], layout.At(i));
            Assert.Equal(i, layout.IndexOf(cores[i].Node, cores[i].Core));
        }
    });

    [Fact]
    public void A_range_is_split_into_one_row_per_node_and_nothing_is_lost() =>
        Gen.Select(Layouts.Where(layout => layout.Count > 0), Gen.Int[0, 100], Gen.Int[1, 100]).Sample((layout, start, count) =>
        {
            start %= layout.Count;
            count = Math.Min(count, layout.Count - start);

            var parts = layout.Split(new PoolRange(start, count));

            Assert.Equal(Expand(layout).Skip(start).Take(count), parts.SelectMany(part => part.Range.Cores.Select(core => (part.Node, core))));
            Assert.Equal(parts.Length, parts.Select(part => part.Node).Distinct().Count());
            Assert.Equal(new PoolRange(start, count), layout.Join([.. parts.Reverse()]));
        });

    [Fact]
    public void Parts_with_a_gap_between_them_are_no_range()
    {
        var layout = PoolLayout.Empty.With([Share(0, 2), Share(1, 2)]);

        Assert.Equal(new PoolRange(1, 2), layout.Join([Part(0, 1, 1), Part(1, 0, 1)]));
        Assert.Null(layout.Join([Part(0, 0, 1), Part(1, 0, 1)]));
        Assert.Null(layout.Join([Part(0, 1, 1), Part(1, 0, 3)]));
        Assert.Null(layout.Join([Part(7, 0, 1)]));
        Assert.Null(layout.Join([]));
    }

    [Fact]
    public void The_version_grows_when_what_an_index_means_may_have_changed_and_only_then()
    {
        var layout = PoolLayout.Empty.With([Share(0, 2), Share(1, 2)]);
        Assert.Equal(1, layout.Version);
        Assert.Same(layout, layout.With([Share(0, 2), Share(1, 2)]));

        Assert.Equal(2, layout.With([Share(0, 2)]).Version);
        Assert.Equal(2, layout.With([Share(1, 2), Share(0, 2)]).Version);
        Assert.Equal(2, layout.With([Share(0, 2), Share(1, 3)]).Version);
        Assert.Equal(2, layout.With([Share(0, 2), Share(1, 2) with { Id = new NodeId("a1", 99) }]).Version);
    }

    [Fact]
    public void A_core_of_no_node_of_the_pool_has_no_index()
    {
        var layout = PoolLayout.Empty.With([Share(0, 2)]);

        Assert.Null(layout.IndexOf(new NodeName("n9"), new VisibleCoreIndex(0)));
        Assert.Null(layout.IndexOf(new NodeName("n0"), new VisibleCoreIndex(2)));
    }

    private static NodeRange Part(int node, int start, int count) => new(new NodeName($"n{node}"), new NcRange(start, count));

    private static LayoutNode Share(int i, int cores) => new(new NodeName($"n{i}"), new NodeId($"a{i}", 1), cores);

    private static (NodeName Node, VisibleCoreIndex Core)[] Expand(PoolLayout layout) =>
        [.. layout.Nodes.SelectMany(node => Enumerable.Range(0, node.Cores).Select(i => (node.Node, new VisibleCoreIndex(i))))];
}
