using Akka.Actor;
using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

public sealed class PendingInferSpecs
{
    private readonly FakeInbox _inbox = new();

    [Fact]
    public async Task The_first_answer_counts_and_no_other()
    {
        var request = Routees.Request(1);
        Assert.False(request.IsAnswered);

        Assert.True(request.TryAnswer(Refusals.DeadlinePassed()));
        Assert.False(request.TryAnswer(Refusals.Cancelled()));

        Assert.True(request.IsAnswered);
        Assert.Equal(Refusals.DeadlinePassed(), await request.Answer);
    }

    [Fact]
    public async Task Of_many_threads_one_answers_and_its_answer_is_the_one_that_arrives()
    {
        const int Threads = 4;
        using var start = new Barrier(Threads);
        PendingInfer[] requests = [.. Enumerable.Range(0, 500).Select(number => Routees.Request(number))];
        var winners = new int[requests.Length];
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < requests.Length; i++)
            {
                start.SignalAndWait(Patience.Long);
                if (requests[i].TryAnswer(new InferFailed(RuntimeErrorKind.Unknown, $"{thread}"))) Interlocked.Add(ref winners[i], thread + 1);
            }
        })
        { IsBackground = true }).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) Assert.True(thread.Join(Patience.Long));

        for (var i = 0; i < requests.Length; i++)
        {
            Assert.Equal($"{winners[i] - 1}", Assert.IsType<InferFailed>(await requests[i].Answer).Message);
        }
    }

    [Fact]
    public async Task Of_an_answer_and_a_cancellation_at_the_same_time_one_counts()
    {
        for (var i = 0; i < 300; i++)
        {
            var request = Routees.Request(i);
            using var source = new CancellationTokenSource();
            using var start = new Barrier(2);
            request.CancelWith(_inbox, source.Token);
            var cancel = new Thread(() =>
            {
                start.SignalAndWait(Patience.Long);
                source.Cancel();
            });
            cancel.Start();
            start.SignalAndWait(Patience.Long);
            var before = _inbox.Count;
            var answered = request.TryAnswer(Refusals.DeadlinePassed());
            cancel.Join();

            var rejected = Assert.IsType<InferRejected>(await request.Answer);
            Assert.Equal(answered ? RejectionReason.DeadlineExceeded : RejectionReason.Cancelled, rejected.Reason);
            Assert.InRange(_inbox.Count - before, 0, answered ? 0 : 1);
        }
    }

    [Fact]
    public async Task A_cancelled_token_answers_it_and_tells_the_router_once()
    {
        var request = Routees.Request(1);
        using var source = new CancellationTokenSource();
        request.CancelWith(_inbox, source.Token);

        await source.CancelAsync();

        Assert.Equal(Refusals.Cancelled(), await request.Answer);
        Assert.Equal(1, _inbox.Count);
    }

    [Fact]
    public async Task After_its_answer_a_cancelled_token_does_nothing()
    {
        var request = Routees.Request(1);
        using var source = new CancellationTokenSource();
        request.CancelWith(_inbox, source.Token);
        request.TryAnswer(Refusals.DeadlinePassed());

        await source.CancelAsync();

        Assert.Equal(0, _inbox.Count);
        Assert.Equal(Refusals.DeadlinePassed(), await request.Answer);
    }

    [Fact]
    public async Task Awaiting_the_result_gives_the_result()
    {
        var request = Routees.Request(1);
        var completed = new InferCompleted([], []);
        request.TryAnswer(completed);

        Assert.Equal(completed, await request.Completed);
    }

    [Fact]
    public async Task Awaiting_the_result_throws_what_is_no_result()
    {
        var request = Routees.Request(1);
        request.TryAnswer(new InferFailed(RuntimeErrorKind.Numerical, "NaN"));

        var thrown = await Assert.ThrowsAsync<InferException>(async () => await request.Completed);

        Assert.Equal(new InferFailed(RuntimeErrorKind.Numerical, "NaN"), thrown.Answer);
        Assert.Equal("Numerical: NaN", thrown.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Awaiting_the_result_of_one_that_was_taken_back_throws_as_every_cancelled_call_does(bool beforehand)
    {
        var request = Routees.Request(1);
        using var source = new CancellationTokenSource();
        if (beforehand) await source.CancelAsync();
        request.CancelWith(_inbox, source.Token);
        await source.CancelAsync();

        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(async () => await request.Completed);

        Assert.Equal(source.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task One_that_another_took_back_was_refused_and_not_cancelled_by_its_caller()
    {
        var request = Routees.Request(1);
        using var source = new CancellationTokenSource();
        request.CancelWith(_inbox, source.Token);
        request.TryAnswer(Refusals.Cancelled());

        var thrown = await Assert.ThrowsAsync<InferException>(async () => await request.Completed);

        Assert.Equal(RejectionReason.Cancelled, thrown.Reason);
    }

    [Fact]
    public void It_is_known_by_its_sender_and_id_together()
    {
        var request = new PendingInfer(new Infer(Routees.Model, []) { RequestId = "r7" }, ActorRefs.Nobody);

        Assert.True(request.IsFrom(ActorRefs.Nobody, "r7"));
        Assert.False(request.IsFrom(ActorRefs.Nobody, "r8"));
        Assert.False(request.IsFrom(ActorRefs.NoSender ?? new Other(), "r7"));
    }

    private sealed class Other : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "other";

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }
}
