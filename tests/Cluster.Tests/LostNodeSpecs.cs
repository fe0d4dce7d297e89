using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>Nodes and connections that are lost, and come back.</summary>
public sealed class LostNodeSpecs : PoolLab
{
    [Fact]
    public async Task A_broken_connection_costs_no_request_and_the_node_is_asked_again_when_it_is_mended()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 2, count: 4);
        using var hang = nodes[1].Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));
        using var other = nodes[1].Simulator.Faults.HangExecutions(new VisibleCoreIndex(1));
        var asked = Enumerable.Range(0, 8).Select(i => AnsweredBy(nodes[0], Echo, i)).ToArray();
        await Task.WhenAny(hang.WhenHeld(1), other.WhenHeld(1)).WaitAsync(Patience);

        Wires.Cut(nodes[1].Name);

        Assert.All(await Task.WhenAll(asked).WaitAsync(Patience), node => Assert.Equal(3, node));
        Assert.Equal(3, await AnsweredBy(nodes[0], Echo, 9));
        hang.Release();
        other.Release();
        Wires.Mend(nodes[1].Name);
        await BothAnswerAsync(nodes[0]);
    }

    [Fact]
    public async Task A_node_that_goes_down_answers_what_it_has_begun_though_that_may_run_only_once()
    {
        var nodes = await StartPool(2);
        await LoadAsync(nodes, start: 2);
        using var hang = nodes[1].Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));
        var asked = nodes[0].Pool.InferAsync(new Infer(Echo, [new("x", Tensor.From([7L]))]) { RetryOnFault = false }).AsTask();
        await hang.WhenHeld(1).WaitAsync(Patience);

        Wires.GoDown(nodes[1].Name);

        // Long enough for the node to be asked in vain whether it is there.
        await Assert.ThrowsAsync<TimeoutException>(() => asked.WaitAsync(TimeSpan.FromSeconds(1)));
        hang.Release();
        Assert.Equal(7, Assert.IsType<InferCompleted>(await asked.WaitAsync(Patience))["y"].AsSpan<long>()[0]);
        Wires.Mend(nodes[1].Name);
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 8));
    }

    [Fact]
    public async Task A_node_whose_cores_are_out_of_service_is_asked_once_and_its_refusal_is_the_answer()
    {
        var nodes = await StartPool(2, cores: 1);
        await LoadAsync(nodes, start: 1);
        nodes[1].Simulator.Faults.Kill(new VisibleCoreIndex(0));
        await nodes[1].InferAsync(Echo, 1);
        await nodes[0].KnowsAsync(picture => picture.View.Nodes[1].Last.Find(Echo) is { Load.Ready: 0 }, "echo has no replica that is ready");
        var served = nodes[1].Pool.Traffic.Served;

        var refused = Assert.IsType<InferRejected>(await nodes[0].InferAsync(Echo, 2).AsTask().WaitAsync(Patience));

        Assert.Equal(RejectionReason.ModelUnavailable, refused.Reason);
        Assert.Equal(1, nodes[1].Pool.Traffic.Served - served);
        nodes[1].Simulator.Faults.Clear();
        await nodes[0].KnowsAsync(picture => picture.View.Nodes[1].Last.Find(Echo) is { Load.Ready: 1 }, "the core is back");
        Assert.Equal(2, await AnsweredBy(nodes[0], Echo, 3));
    }

    [Fact]
    public async Task A_node_that_falls_silent_is_left_out_and_its_requests_run_elsewhere()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 2, count: 4);
        Wires.Silence(nodes[2].Name);

        var answered = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AnsweredBy(nodes[0], Echo, i))).WaitAsync(Patience);

        Assert.All(answered, node => Assert.Equal(2, node));
        Wires.Mend(nodes[2].Name);
        await BothAnswerAsync(nodes[0]);
    }

    [Fact]
    public async Task Others_stand_in_for_a_node_that_is_lost_until_it_is_back()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 4, count: 2);
        await using var traffic = new Traffic(Echo, nodes[0], nodes[1]);
        await traffic.FlowsAsync(20);

        await nodes[2].CrashAsync(Wires);
        await traffic.FlowsAsync(20);
        await nodes[0].KnowsAsync(picture => picture.Desired[Echo].Parts.Any(part => part.StandsInFor == nodes[2].Name), "another stands in");

        var back = Start("n3");
        Wires.Mend(back.Name);
        await Join(back, nodes[0]);
        await nodes[0].KnowsAsync(
            picture => picture.View.PartsOf(Echo) is [{ Node: var only }] && only == back.Name && picture.Desired[Echo].Parts.Length == 1,
            "it is home");

        await traffic.FlowsAsync(20);
        Assert.True(await traffic.EndAsync() > 60);
        Assert.Equal([0, 0, 2], new[] { nodes[0], nodes[1], back }.Select(node => node.Simulator.LoadedReplicas));
    }

    [Fact]
    public async Task A_node_that_leaves_gracefully_takes_no_request_with_it()
    {
        var nodes = await StartPool(3);
        await LoadAsync(nodes, start: 2, count: 4);
        await using var traffic = new Traffic(Echo, nodes[0], nodes[1]);
        await traffic.FlowsAsync(50);

        await nodes[2].LeaveAsync();

        await traffic.FlowsAsync(50);
        await nodes[0].KnowsAsync(picture => picture.Layout.Count == 4, "the pool is smaller");
        Assert.True(await traffic.EndAsync() > 100);
    }
}
