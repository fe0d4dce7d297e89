using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>The coordinator is lost in the middle of a move, and the next one finishes it.</summary>
public sealed class CoordinatorLossSpecs : PoolLab
{
    [Fact]
    public async Task A_load_that_is_under_way_is_finished_by_the_next_coordinator_and_its_asker_is_answered()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 2);
        using var hang = nodes[2].Simulator.Faults.HangLoads(new VisibleCoreIndex(0));
        var moving = nodes[1].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, 4));
        await hang.WhenHeld(1).WaitAsync(Patience);

        await nodes[0].CrashAsync(Wires);
        Assert.Equal(2, await AnsweredBy(nodes[2], Echo, 7));
        await nodes[1].KnowsAsync(picture => picture.Layout.Count == 4, "n1 is gone");
        hang.Release();

        Assert.Equal([new NodeRange(nodes[2].Name, new NcRange(0, 1))], (await moving).Placement.Parts.ToArray());
        await AgreeAsync(nodes[1], nodes[2]);
        Assert.Equal([0, 1], new[] { nodes[1], nodes[2] }.Select(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task An_unload_that_is_under_way_is_finished_as_well()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 2);
        using var hang = nodes[1].Simulator.Faults.HangUnloads(new VisibleCoreIndex(0));
        var moving = nodes[2].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, 4));
        await hang.WhenHeld(1).WaitAsync(Patience);

        await nodes[0].CrashAsync(Wires);
        Assert.Equal(3, await AnsweredBy(nodes[1], Echo, 7));
        await nodes[1].KnowsAsync(picture => picture.Layout.Count == 4, "n1 is gone");
        hang.Release();

        Assert.Equal([new NodeRange(nodes[2].Name, new NcRange(0, 1))], (await moving).Placement.Parts.ToArray());
        await AgreeAsync(nodes[1], nodes[2]);
        Assert.Equal([0, 1], new[] { nodes[1], nodes[2] }.Select(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task What_cannot_be_finished_is_undone()
    {
        var nodes = await StartPool(3, hocon: "neuron.placement.load-timeout = 4s");
        await LoadAsync(nodes, start: 2);
        using var hang = nodes[2].Simulator.Faults.HangLoads(new VisibleCoreIndex(0));
        var moving = nodes[1].SendAsync<PoolFailed>(PoolScope.Pool, new SetNeuronCores(Echo, 4));
        await hang.WhenHeld(1).WaitAsync(Patience);

        await nodes[0].CrashAsync(Wires);
        var failed = await moving;

        Assert.True(failed.Restored);
        Assert.Equal((nodes[2].Name, RuntimeErrorKind.TimedOut), (failed.Node, failed.Kind));
        Assert.Equal([new NodeRange(nodes[1].Name, new NcRange(0, 1))], failed.Parts.ToArray());
        Assert.Equal(2, await AnsweredBy(nodes[2], Echo, 7));
        hang.Release();
        await nodes[1].SendAsync<PoolChanged>(PoolScope.Pool, new SetNeuronCores(Echo, 2));
        Assert.Equal(3, await AnsweredBy(nodes[1], Echo, 8));
    }

    [Fact]
    public async Task While_there_is_no_coordinator_inference_goes_on_and_a_change_waits()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 2);
        await nodes[0].CrashAsync(Wires);

        var changing = nodes[2].SendAsync<PoolChanged>(PoolScope.Pool, new SetMulticore(Echo));

        Assert.Equal(2, await AnsweredBy(nodes[2], Echo, 7));
        await changing;
        await AgreeAsync(nodes[1], nodes[2]);
    }

    private static async Task AgreeAsync(params LabNode[] nodes)
    {
        foreach (var node in nodes)
        {
            await node.KnowsAsync(
                picture => picture.Desired.TryGetValue(Echo, out var meant) && !meant.IsChanging
                    && meant.Parts.Select(part => new NodeRange(part.Node, part.Range)).ToHashSet().SetEquals(picture.View.PartsOf(Echo)),
                "table and cores agree");
        }
    }
}
