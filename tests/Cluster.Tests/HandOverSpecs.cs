using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;
using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>A node that leaves in order while it is the only one that has a model.</summary>
public sealed class HandOverSpecs : PoolLab
{
    private static readonly NcRange Two = new(0, 2);

    [Fact]
    public async Task The_only_holder_of_a_model_leaves_and_no_request_fails_and_all_is_as_before_when_it_is_back()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 2, count: 2);
        await using var traffic = new Traffic(Echo, nodes[0], nodes[2]);
        await traffic.FlowsAsync(50);

        await nodes[1].LeaveAsync();

        await traffic.FlowsAsync(50);
        await nodes[0].KnowsAsync(picture => picture.Layout.Count == 4, "n2 has left");
        Assert.Equal(2, nodes[0].Simulator.LoadedReplicas + nodes[2].Simulator.LoadedReplicas);
        Assert.Equal(0, nodes[1].Simulator.LoadedReplicas);

        await nodes[1].System.Terminate().WaitAsync(Patience);
        var back = Start("n2");
        await Join(back, nodes[0]);
        await nodes[0].KnowsAsync(
            picture => picture.View.PartsOf(Echo) is [{ Node: var only }] && only == back.Name && picture.Desired[Echo].Parts.Length == 1, "it is home");
        await traffic.FlowsAsync(50);
        Assert.True(await traffic.EndAsync() > 150);
        Assert.Equal([0, 2, 0], new[] { nodes[0], back, nodes[2] }.Select(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task The_coordinator_hands_over_what_it_holds_as_well()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 0);
        await using var traffic = new Traffic(Echo, nodes[1], nodes[2]);
        await traffic.FlowsAsync(50);

        await nodes[0].LeaveAsync();

        await traffic.FlowsAsync(50);
        Assert.True(await traffic.EndAsync() > 100);
        Assert.Equal([0, 1], new[] { nodes[0].Simulator.LoadedReplicas, nodes[1].Simulator.LoadedReplicas + nodes[2].Simulator.LoadedReplicas });
    }

    [Fact]
    public async Task A_node_that_is_alone_leaves_at_once()
    {
        var nodes = await StartPool(1);
        await LoadAsync(nodes, start: 0);

        await nodes[0].LeaveAsync();

        Assert.Equal(0, nodes[0].Simulator.LoadedReplicas);
    }

    [Fact]
    public async Task Where_the_policy_is_to_wait_nobody_takes_over()
    {
        var nodes = await StartPool(2, hocon: "neuron.cluster.desired.lost-node = wait");
        await LoadAsync(nodes, start: 2);

        await nodes[1].LeaveAsync();

        await nodes[0].KnowsAsync(picture => picture.Layout.Count == 2, "n2 has left");
        Assert.Equal(0, nodes[0].Simulator.LoadedReplicas);
    }

    [Fact]
    public void It_is_over_when_others_have_what_it_has_or_nobody_can_take_it()
    {
        var leaving = Nodes.Says(1, models: (Nodes.Echo, Two)) with { IsHandingOver = true };

        Assert.False(IsOver(Nodes.Says(1, models: (Nodes.Echo, Two)), Nodes.Says(2)));
        Assert.False(IsOver(leaving, Nodes.Says(2)));
        Assert.True(IsOver(leaving, Nodes.Says(2, models: (Nodes.Echo, Two))));
        Assert.True(IsOver(leaving));
        Assert.True(IsOver(leaving, Nodes.Says(2) with { IsDraining = true }));
        Assert.True(IsOver(leaving, Nodes.Says(2) with { IsHandingOver = true }));
        Assert.True(IsOver(leaving, Nodes.Says(2, cores: 0)));
        Assert.True(IsOver(leaving, OutOfService(2, core: 1, cores: 3)));
        Assert.False(IsOver(leaving, OutOfService(2, core: 1, cores: 4)));
        Assert.True(IsOver(Nodes.Says(1) with { IsHandingOver = true }, Nodes.Says(2)));
    }

    private static NodeAnnouncement OutOfService(int number, int core, int cores)
    {
        var says = Nodes.Says(number, cores: cores);
        return says with { Cores = says.Cores.SetItem(core, says.Cores[core] with { State = CoreState.Quarantined }) };
    }

    private static bool IsOver(params NodeAnnouncement[] said)
    {
        var desired = new DesiredModel(Nodes.Echo, new ModelSource("/echo", null), [new DesiredPart(Nodes.Named(1), Two)]);
        var view = new DirectoryView([.. said.Select(one => Nodes.Entry(one))]);
        return HandOver.IsOver(
            new PoolPicture(view, PoolLayout.Empty, ImmutableDictionary<ModelName, DesiredModel>.Empty.Add(Nodes.Echo, desired)), Nodes.Named(1));
    }
}
