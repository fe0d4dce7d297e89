using Xunit.Abstractions;

namespace NeuronActors.Tests.Routing;

/// <summary>What is accepted, what waits and what is refused.</summary>
public sealed class AdmissionSpecs(ITestOutputHelper output) : NeuronSpec(
    output, cores: 1, hocon: "neuron { queue.capacity = 2, core.max-in-flight = 1 }")
{
    private static readonly VisibleCoreIndex Only = new(0);

    [Fact]
    public async Task A_full_queue_refuses_with_an_estimate_and_takes_requests_again_when_there_is_room()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        await model.InferAsync(X(0));
        using var hang = Simulator.Faults.HangExecutions(Only);
        var accepted = Enumerable.Range(0, 3).Select(i => model.TryInferAsync([X(i)]).AsTask()).ToArray();
        await hang.WhenHeld(1).WaitAsync(Patience);

        var rejected = Assert.IsType<InferRejected>(await model.TryInferAsync([X(9)]));

        Assert.Equal(RejectionReason.QueueFull, rejected.Reason);
        Assert.True(rejected.RetryAfter > TimeSpan.Zero);
        hang.Release();
        Assert.All(await Task.WhenAll(accepted), answer => Assert.IsType<InferCompleted>(answer));
        Simulator.Faults.Clear();
        Assert.Equal(5, Y(await model.InferAsync(X(5))).Single());
    }

    [Fact]
    public async Task A_request_whose_deadline_passes_while_it_waits_is_answered_then_and_never_executed()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangExecutions(Only);
        var running = model.InferAsync(X(1)).AsTask();
        await hang.WhenHeld(1).WaitAsync(Patience);

        var late = await model.TryInferAsync([X(2)], InferOptions.Within(TimeSpan.FromMilliseconds(30)));

        Assert.Equal(RejectionReason.DeadlineExceeded, Assert.IsType<InferRejected>(late).Reason);
        hang.Release();
        await running;
        Simulator.Faults.Clear();
        Assert.Equal(3, Y(await model.InferAsync(X(3))).Single());
        Assert.Equal(2, Simulator.GetStatistics(Only).Executions);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_is_refused_at_once()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));

        var answer = await model.TryInferAsync([X(1)], InferOptions.Within(TimeSpan.Zero));

        Assert.Equal(RejectionReason.DeadlineExceeded, Assert.IsType<InferRejected>(answer).Reason);
        Assert.Equal(0, Simulator.GetStatistics(Only).Executions);
        Assert.Equal(1, Y(await model.InferAsync(X(1))).Single());
    }

    [Fact]
    public async Task A_cancelled_request_leaves_the_queue_and_makes_room()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangExecutions(Only);
        var running = model.InferAsync(X(1)).AsTask();
        await hang.WhenHeld(1).WaitAsync(Patience);
        using var cancel = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 2).Select(i => model.InferAsync(X(i), cancel.Token).AsTask()).ToArray();

        await cancel.CancelAsync();

        foreach (var one in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        var next = Enumerable.Range(0, 2).Select(i => model.InferAsync(X(i)).AsTask()).ToArray();
        hang.Release();
        await running;
        await Task.WhenAll(next);
        Assert.Equal(3, Simulator.GetStatistics(Only).Executions);
    }

    [Fact]
    public async Task A_told_request_can_be_taken_back_by_its_sender_alone()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        using var hang = Simulator.Faults.HangExecutions(Only);
        Cores.Entry.Tell(new Infer(model.Name, [X(1)]) { RequestId = "first" }, TestActor);
        await hang.WhenHeld(1).WaitAsync(Patience);
        Cores.Entry.Tell(new Infer(model.Name, [X(2)]) { RequestId = "second" }, TestActor);

        Cores.Entry.Tell(new CancelInfer(model.Name, "second"), CreateTestProbe().Ref);
        Cores.Entry.Tell(new CancelInfer(model.Name, "second"), TestActor);

        var cancelled = await ExpectMsgAsync<InferRejected>(Patience);
        Assert.Equal(("second", RejectionReason.Cancelled), (cancelled.RequestId, cancelled.Reason));
        hang.Release();
        Assert.Equal("first", (await ExpectMsgAsync<InferCompleted>(Patience)).RequestId);
    }

    [Fact]
    public async Task Wrong_inputs_are_refused_by_name_with_what_was_expected_and_what_was_given()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));

        var wrongType = Assert.IsType<InferRejected>(await model.TryInferAsync([new("x", Tensor.From([1f]))]));
        var wrongShape = Assert.IsType<InferRejected>(await model.TryInferAsync([new("x", Tensor.From([1L, 2L], 2, 1))]));
        var unknown = Assert.IsType<InferRejected>(await model.TryInferAsync([X(1), new("z", Tensor.From([1L]))]));
        var missing = Assert.IsType<InferRejected>(await model.TryInferAsync([]));

        Assert.All([wrongType, wrongShape, unknown, missing], refusal => Assert.Equal(RejectionReason.InvalidInput, refusal.Reason));
        Assert.Equal((ElementType.Int64, ElementType.Float32), (wrongType.Mismatch!.ExpectedType, wrongType.Mismatch.GivenType));
        Assert.Equal(new TensorShape(2, 1), wrongShape.Mismatch!.GivenShape);
        Assert.Equal("z", unknown.Mismatch!.InputName);
        Assert.Equal("x", missing.Mismatch!.InputName);
        Assert.Equal(1, Y(await model.InferAsync(X(1))).Single());
    }

    [Fact]
    public async Task An_unknown_model_and_an_unknown_subgraph_are_refused()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));

        Cores.Entry.Tell(new Infer(new ModelName("nobody"), [X(1)]) { RequestId = "r" }, TestActor);
        var nobody = await ExpectMsgAsync<InferRejected>(Patience);
        var subgraph = Assert.IsType<InferRejected>(await model.TryInferAsync([X(1)], new InferOptions { Subgraph = "other" }));

        Assert.Equal(("r", RejectionReason.ModelNotFound), (nobody.RequestId, nobody.Reason));
        Assert.Equal(RejectionReason.ModelNotFound, subgraph.Reason);
        Assert.Contains("'echo'", subgraph.Message, StringComparison.Ordinal);
        Assert.Equal(1, Y(await model.InferAsync(X(1))).Single());
    }

    [Fact]
    public async Task A_router_takes_requests_for_its_own_model_and_refuses_those_for_another()
    {
        var model = await Cores.LoadAsync(Fixture("echo.sim.json"));
        var router = Sys.ActorSelection("/user/neuron/models/echo");

        router.Tell(new Infer(new ModelName("other"), [X(1)]) { RequestId = "r" }, TestActor);

        var refused = await ExpectMsgAsync<InferRejected>(Patience);
        Assert.Equal(("r", RejectionReason.ModelNotFound), (refused.RequestId, refused.Reason));
        router.Tell(new Infer(model.Name, [X(2)]), TestActor);
        Assert.Equal(2, Y(await ExpectMsgAsync<InferCompleted>(Patience)).Single());
    }

    [Fact]
    public async Task What_cannot_meet_its_deadline_behind_the_queue_is_refused_early()
    {
        var model = await Cores.LoadAsync(Fixture("slow.sim.json"));
        await model.InferAsync(X(0));
        var ahead = Enumerable.Range(0, 2).Select(i => model.InferAsync(X(i)).AsTask()).ToArray();

        var hopeless = await model.TryInferAsync([X(9)], InferOptions.Within(TimeSpan.FromMilliseconds(60)));

        var rejected = Assert.IsType<InferRejected>(hopeless);
        Assert.Equal(RejectionReason.DeadlineExceeded, rejected.Reason);
        Assert.Contains("by the present pace", rejected.Message, StringComparison.Ordinal);
        await Task.WhenAll(ahead);
        Assert.IsType<InferCompleted>(await model.TryInferAsync([X(9)], InferOptions.Within(TimeSpan.FromSeconds(20))));
    }
}
