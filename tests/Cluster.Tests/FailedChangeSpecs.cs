using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>A change that does not come about forgets nothing of what is meant for nodes that are away.</summary>
public sealed class FailedChangeSpecs : PoolLab
{
    [Fact]
    public async Task A_node_that_is_lost_during_its_step_takes_up_its_former_part_when_it_is_back()
    {
        var nodes = await StartPool(3, hocon: "neuron.cluster.desired.lost-node = wait");
        await LoadAsync(nodes, start: 2, count: 3);
        var hang = nodes[2].Simulator.Faults.HangLoads(new VisibleCoreIndex(1));
        var moving = nodes[0].SendAsync<PoolFailed>(PoolScope.Pool, new SetNeuronCores(Echo, 2, 4));
        await hang.WhenHeld(1).WaitAsync(Patience);

        await nodes[2].CrashAsync(Wires);
        var failed = await moving;
        hang.Release();

        Assert.Equal((nodes[2].Name, RuntimeErrorKind.LifeCycle, false), (failed.Node, failed.Kind, failed.Restored));
        Assert.Equal([new NodeRange(nodes[1].Name, new NcRange(0, 2))], failed.Parts.ToArray());
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));

        var back = Start("n3");
        Wires.Mend(back.Name);
        await Join(back, nodes[0]);
        await nodes[0].KnowsAsync(
            picture => picture.View.Find(back.Name)?.Last.Find(Echo) is { } held && held.Range == new NcRange(0, 1), "n3 has its part again");
        await BothAnswerAsync(nodes[0]);
    }

    [Fact]
    public async Task A_change_that_does_not_touch_the_lost_coordinators_part_is_finished_and_the_part_waits_for_it()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 1, count: 4);
        using var hang = nodes[2].Simulator.Faults.HangLoads(new VisibleCoreIndex(1));
        var moving = nodes[1].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, 1, 5));
        await hang.WhenHeld(1).WaitAsync(Patience);

        await nodes[0].CrashAsync(Wires);
        await nodes[1].KnowsAsync(picture => picture.Layout.Count == 4, "n1 is gone");
        hang.Release();

        Assert.Equal(3, (await moving).Placement.Parts.Length);
        Assert.Equal([2, 2], new[] { nodes[1], nodes[2] }.Select(node => node.Simulator.LoadedReplicas));
        Assert.Equal(2, await AnsweredBy(nodes[1], Echo, 7));
        Assert.Equal(3, await AnsweredBy(nodes[2], Echo, 8));

        var back = Start("n1");
        Wires.Mend(back.Name);
        await Join(back, nodes[1]);
        await nodes[1].KnowsAsync(
            picture => picture.View.Find(back.Name)?.Last.Find(Echo) is { } held && held.Range == new NcRange(1, 1), "n1 has its part again");
    }

    [Fact]
    public async Task A_node_that_cannot_be_reached_keeps_its_part_when_a_change_without_it_fails()
    {
        var nodes = await StartPool(3, hocon: $"{Partition.Hocon}\nakka.cluster.split-brain-resolver.stable-after = 60s");
        await LoadAsync(nodes, start: 0);
        await nodes[2].SendAsync<NodeAnswered>(PoolScope.ThisNode, new LoadModel(Fixture));
        await nodes[0].KnowsAsync(picture => picture.Desired[Echo].Parts.Length == 2, "what n3 loaded is meant");
        await Partition.BeginAsync(nodes[2], nodes[0], nodes[1]);
        await nodes[0].KnowsAsync(picture => picture.View.Find(nodes[2].Name) is { IsReachable: false }, "n3 cannot be reached");

        nodes[1].Simulator.Faults.FailLoad(new VisibleCoreIndex(0), NeuronStatus.Resource);
        var failed = await nodes[0].SendAsync<PoolFailed>(PoolScope.Pool, new SetNeuronCores(Echo, 2));

        Assert.True(failed.Restored);
        var meant = nodes[0].Picture.Desired[Echo];
        Assert.Equal([nodes[0].Name, nodes[2].Name], meant.Parts.Select(part => part.Node));
        Assert.DoesNotContain(nodes[2].Name, meant.Leftovers);
        await Partition.EndAsync(nodes[2], nodes[0], nodes[1]);
        await nodes[1].KnowsAsync(picture => picture.View.Find(nodes[2].Name) is { IsReachable: true }, "n3 can be reached");
        await BothAnswerAsync(nodes[1]);
        Assert.Equal([1, 0, 1], nodes.Select(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task A_load_that_ends_after_the_change_has_failed_is_taken_back()
    {
        var nodes = await StartPool(2, hocon: "neuron.cluster.changes.step-timeout = 1s");
        var hang = nodes[1].Simulator.Faults.HangLoads(new VisibleCoreIndex(0));

        var failed = await nodes[0].SendAsync<PoolFailed>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 2 });
        Assert.Equal((nodes[1].Name, RuntimeErrorKind.TimedOut), (failed.Node, failed.Kind));
        var loaded = nodes[0].KnowsAsync(picture => picture.View.PartsOf(Echo).Length == 1, "n2 has it after all");
        hang.Release();

        await loaded;
        await nodes[0].KnowsAsync(picture => !picture.IsKnown(Echo), "n2 has given it up");
        Assert.Equal(0, nodes[1].Simulator.LoadedReplicas);
        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 2 });
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 7));
    }
}
