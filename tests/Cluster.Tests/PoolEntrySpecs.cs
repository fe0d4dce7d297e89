using Akka.Actor;
using NeuronActors.Cluster.Tests.Lab;

namespace NeuronActors.Cluster.Tests;

/// <summary>The pool's entry actor, as actors of other systems see it.</summary>
public sealed class PoolEntrySpecs : PoolLab
{
    [Fact]
    public async Task A_request_that_is_told_to_any_node_is_answered_to_its_sender_and_can_be_taken_back()
    {
        var nodes = await StartPool(2);
        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 2 });
        await nodes[0].KnowsAsync(picture => picture.View.PartsOf(Echo).Length == 1, "n2 has it");
        using var inbox = Inbox.Create(nodes[0].System);
        using var hang = nodes[1].Simulator.Faults.HangExecutions(new VisibleCoreIndex(0));

        inbox.Send(nodes[0].Pool.Entry, Request("held"));
        await hang.WhenHeld(1).WaitAsync(Patience);
        inbox.Send(nodes[0].Pool.Entry, new CancelInfer(Echo, "held"));
        var cancelled = Assert.IsType<InferRejected>(await inbox.ReceiveAsync(Patience));
        Assert.Equal((RejectionReason.Cancelled, "held"), (cancelled.Reason, cancelled.RequestId));

        hang.Release();
        inbox.Send(nodes[0].Pool.Entry, Request("next"));
        var completed = Assert.IsType<InferCompleted>(await inbox.ReceiveAsync(Patience));
        Assert.Equal(("next", "n2"), (completed.RequestId, completed.Node));
    }

    [Fact]
    public async Task A_model_that_nobody_has_is_not_found_at_once_on_every_node()
    {
        var nodes = await StartPool(2);
        using var inbox = Inbox.Create(nodes[1].System);

        inbox.Send(nodes[1].Pool.Entry, Request("r"));

        Assert.Equal(RejectionReason.ModelNotFound, Assert.IsType<InferRejected>(await inbox.ReceiveAsync(Patience)).Reason);
        Assert.Equal(0, nodes[1].Pool.Router.Waiting);
    }

    [Fact]
    public async Task What_is_loaded_is_listed_alike_by_every_node_and_questions_are_answered_without_a_coordinator()
    {
        var nodes = await StartPool(2);
        await nodes[0].SendAsync<PoolChanged>(PoolScope.Pool, new LoadModel(Fixture) { StartNc = 1, NcCount = 2 });
        await nodes[1].KnowsAsync(picture => picture.Desired.ContainsKey(Echo), "echo is meant to be somewhere");

        var table = await nodes[1].SendAsync<PoolPlacementTable>(PoolScope.Pool, new GetPlacementTable());

        Assert.Equal(await nodes[0].SendAsync<PoolPlacement>(PoolScope.Pool, new GetPlacement(Echo)), table.Models.Single());
        Assert.Equal(new PoolRange(1, 2), table.Models[0].Range);
        Assert.Equal(4, (await nodes[1].SendAsync<PoolTable>(PoolScope.Pool, new GetCores())).Cores.Length);
        Assert.Equal(
            PoolRejection.StaleVersion,
            (await nodes[1].SendAsync<PoolRejected>(PoolScope.Pool, new GetCores(), version: table.PoolVersion + 1)).Reason);
    }

    private static Infer Request(string id) => new(Echo, [new("x", Tensor.From([7L]))]) { RequestId = id };
}
