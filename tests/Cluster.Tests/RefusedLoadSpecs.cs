using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>A node that is to take up a model, or to stand in for it, and cannot load it.</summary>
public sealed class RefusedLoadSpecs : PoolLab
{
    private static readonly VisibleCoreIndex First = new(0);

    [Fact]
    public async Task Another_stands_in_where_the_first_that_is_asked_cannot_load_it()
    {
        var nodes = await StartPool(3, cores: 1);
        await LoadAsync(nodes, start: 2);
        RefuseLoads(nodes[0]);

        await nodes[2].CrashAsync(Wires);

        await nodes[0].KnowsAsync(picture => picture.View.Find(nodes[1].Name)?.Last.Find(Echo) is not null, "n2 stands in");
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
    }

    [Fact]
    public async Task A_node_that_leaves_is_let_go_when_a_second_one_has_taken_over_what_the_first_could_not()
    {
        var nodes = await StartPool(3, cores: 1);
        await LoadAsync(nodes, start: 2);
        RefuseLoads(nodes[0]);
        await using var traffic = new Traffic(Echo, nodes[0], nodes[1]);
        await traffic.FlowsAsync(50);

        await nodes[2].LeaveAsync();

        await traffic.FlowsAsync(50);
        Assert.True(await traffic.EndAsync() > 100);
        Assert.Equal([0, 1, 0], nodes.Select(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task Others_stand_in_for_a_node_that_is_back_and_cannot_take_up_its_part_until_it_can()
    {
        const string ReplaceAfter = "neuron.cluster.desired.replace-after = 4s";
        var nodes = await StartPool(3, cores: 1, hocon: ReplaceAfter);
        await LoadAsync(nodes, start: 2);
        await nodes[2].CrashAsync(Wires);

        var back = Start("n3", cores: 1, hocon: ReplaceAfter);
        Wires.Mend(back.Name);
        RefuseLoads(back);
        await Join(back, nodes[0]);
        Assert.InRange(await AnsweredBy(nodes[0], Echo, 7), 1, 2);

        back.Simulator.Faults.Clear(First);
        await nodes[0].KnowsAsync(picture => picture.View.PartsOf(Echo) is [{ Node: var only }] && only == back.Name, "it is home");
        Assert.Equal(3, await AnsweredBy(nodes[0], Echo, 8));
    }

    private static void RefuseLoads(LabNode node)
    {
        for (var nth = 1; nth <= 1000; nth++) node.Simulator.Faults.FailLoad(First, NeuronStatus.Resource, nth);
    }
}
