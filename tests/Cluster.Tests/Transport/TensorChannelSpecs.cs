using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

public abstract class TensorChannelSpecs(bool isShared)
{
    [Fact]
    public async Task A_request_is_run_at_the_other_node_and_its_answer_says_how_busy_that_is()
    {
        await using var nodes = await StartAsync();

        var answer = await nodes.AskAsync(TwoNodes.Request(1, 2, 3) with { RequestId = "7" });

        var completed = Assert.IsType<InferCompleted>(answer.Answer);
        Assert.Equal([1L, 2L, 3L], completed["y"].AsSpan<long>().ToArray());
        Assert.Equal("7", completed.RequestId);
        Assert.Equal(3, Assert.Single(completed.Cores).Value);
        Assert.Equal(new NodeLoad(1, 2, 3), answer.Load);
    }

    [Fact]
    public async Task Large_and_empty_tensors_travel_as_well()
    {
        await using var nodes = await StartAsync();
        var large = new byte[9 * 1024 * 1024 + 17];
        new Random(1).NextBytes(large);

        var answer = await nodes.AskAsync(TwoNodes.Request(Tensor.From(large)));
        var empty = await nodes.AskAsync(TwoNodes.Request(Tensor.From(Array.Empty<float>())));

        Assert.True(large.AsSpan().SequenceEqual(Assert.IsType<InferCompleted>(answer.Answer)["y"].Data.Span));
        Assert.Equal(0, Assert.IsType<InferCompleted>(empty.Answer)["y"].Data.Length);
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task Refusals_and_failures_of_the_other_node_arrive_as_what_they_are()
    {
        InferAnswer[] answers =
        [
            new InferRejected(RejectionReason.QueueFull, "full") { RetryAfter = TimeSpan.FromSeconds(1) },
            new InferFailed(RuntimeErrorKind.DeviceFault, "gone") { Core = new VisibleCoreIndex(1), Status = (NeuronStatus)1200 },
        ];
        var next = 0;
        await using var nodes = await StartAsync((_, _) => ValueTask.FromResult(new RemoteAnswer(answers[next++], default)));

        Assert.Equal(answers[0], (await nodes.AskAsync()).Answer);
        Assert.Equal(answers[1], (await nodes.AskAsync()).Answer);
    }

    [Fact]
    public async Task A_handler_that_throws_is_a_failure_with_a_text_and_without_a_stack()
    {
        var throws = true;
        await using var nodes = await StartAsync((infer, _) =>
            throws ? throw new InvalidOperationException("the cat sat on it") : ValueTask.FromResult(TwoNodes.Echo(infer)));

        var failed = Assert.IsType<InferFailed>((await nodes.AskAsync(TwoNodes.Request(1) with { RequestId = "9" })).Answer);

        Assert.Equal((RuntimeErrorKind.Unknown, "9"), (failed.Kind, failed.RequestId));
        Assert.Contains("the cat sat on it", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failed.Message, StringComparison.Ordinal);
        throws = false;
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task An_answer_thrown_as_an_exception_is_that_answer()
    {
        await using var nodes = await StartAsync((_, _) =>
            throw new InferException(new InferRejected(RejectionReason.ModelNotFound, "no such model")));

        Assert.Equal(RejectionReason.ModelNotFound, Assert.IsType<InferRejected>((await nodes.AskAsync()).Answer).Reason);
    }

    [Fact]
    public async Task What_is_larger_than_a_message_may_be_is_refused_before_it_is_sent()
    {
        var asked = 0;
        await using var nodes = await StartAsync(
            (infer, _) =>
            {
                Interlocked.Increment(ref asked);
                return ValueTask.FromResult(TwoNodes.Echo(infer));
            },
            new TransportSettings { MaxMessageBytes = 4096 });

        var rejected = Assert.IsType<InferRejected>((await nodes.AskAsync(TwoNodes.Request(Tensor.From(new byte[4096])))).Answer);

        Assert.Equal(RejectionReason.TooLargeForFrame, rejected.Reason);
        Assert.Contains("max-message-bytes allows 4096", rejected.Message, StringComparison.Ordinal);
        Assert.Equal(0, asked);
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_refused_by_who_would_send_it()
    {
        var isLarge = true;
        await using var nodes = await StartAsync(
            (infer, _) => ValueTask.FromResult(isLarge
                ? new RemoteAnswer(new InferCompleted([("y", Tensor.From(new byte[5000]))], []), new NodeLoad(0, 0, 9))
                : TwoNodes.Echo(infer)),
            new TransportSettings { MaxMessageBytes = 4096 });

        var answer = await nodes.AskAsync();

        Assert.Equal(RejectionReason.TooLargeForFrame, Assert.IsType<InferRejected>(answer.Answer).Reason);
        Assert.Equal(new NodeLoad(0, 0, 9), answer.Load);
        isLarge = false;
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task A_node_that_allows_less_refuses_what_its_sender_would_have_allowed()
    {
        await using var nodes = await StartAsync(
            channel: new TransportSettings { MaxMessageBytes = 100_000 }, server: new TransportSettings { MaxMessageBytes = 4096 });

        var rejected = Assert.IsType<InferRejected>((await nodes.AskAsync(TwoNodes.Request(Tensor.From(new byte[50_000])))).Answer);

        Assert.Equal(RejectionReason.TooLargeForFrame, rejected.Reason);
        await nodes.AssertWorksAsync();
        Assert.Equal(0, nodes.Breaks);
    }

    [Fact]
    public async Task What_is_left_of_a_deadline_travels()
    {
        Deadline arrived = default;
        await using var nodes = await StartAsync((infer, _) =>
        {
            arrived = infer.Deadline;
            return ValueTask.FromResult(TwoNodes.Echo(infer));
        });

        await nodes.AskAsync(TwoNodes.Request(1) with { Deadline = Deadline.After(TimeSpan.FromHours(1)) });

        Assert.InRange(arrived.Left(), TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_deadline_that_passes_at_the_other_node_ends_the_request_on_both_sides()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hangs = true;
        await using var nodes = await StartAsync((infer, ct) => hangs ? HangAsync(ended, ct) : ValueTask.FromResult(TwoNodes.Echo(infer)));
        var late = TwoNodes.Request(1) with { Deadline = Deadline.After(TimeSpan.FromMilliseconds(200)) };

        var answer = await nodes.AskAsync(late).AsTask().WaitAsync(Patience.Long);

        Assert.Equal(RejectionReason.DeadlineExceeded, Assert.IsType<InferRejected>(answer.Answer).Reason);
        await ended.Task.WaitAsync(Patience.Long);
        hangs = false;
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task A_deadline_that_has_passed_already_is_refused_without_being_sent()
    {
        await using var nodes = await StartAsync();
        var before = nodes.Line.Connections;

        var answer = await nodes.AskAsync(TwoNodes.Request(1) with { Deadline = Deadline.After(TimeSpan.Zero) });

        Assert.Equal(RejectionReason.DeadlineExceeded, Assert.IsType<InferRejected>(answer.Answer).Reason);
        Assert.Equal(before, nodes.Line.Connections);
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task The_other_node_holds_the_deadline_by_itself()
    {
        // This side's clock stands still, so only the other one can notice. There the runtime does: a request that it was told to take back
        // would be answered as one that its caller took back.
        var clock = new FakeTimeProvider();
        await using var server = await TensorServer.StartAsync(new TransportSettings(), async (infer, ct) =>
        {
            await Task.Delay(infer.Deadline.Left() + TimeSpan.FromMilliseconds(100), ct);
            return new RemoteAnswer(new InferRejected(RejectionReason.DeadlineExceeded, "at the node that was to run it"), default);
        });
        await using var channel = new TensorChannels(new TransportSettings(), clock: clock).Open(TwoNodes.EndpointAt(server.Port));

        var answer = await channel.InferAsync(
            TwoNodes.Request(1) with { Deadline = Deadline.After(TimeSpan.FromMilliseconds(100), clock) }, CancellationToken.None).AsTask().WaitAsync(Patience.Long);

        var rejected = Assert.IsType<InferRejected>(answer.Answer);
        Assert.Equal(RejectionReason.DeadlineExceeded, rejected.Reason);
        Assert.Contains("at the node that was to run it", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_a_request_back_reaches_the_other_node_and_frees_its_place()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hangs = true;
        await using var nodes = await StartAsync(
            (infer, ct) =>
            {
                begun.TrySetResult();
                return hangs ? HangAsync(ended, ct) : ValueTask.FromResult(TwoNodes.Echo(infer));
            },
            new TransportSettings { MaxInFlight = 1 });
        using var taking = new CancellationTokenSource();
        var hanging = nodes.Channel.InferAsync(TwoNodes.Request(1), taking.Token).AsTask();
        await begun.Task.WaitAsync(Patience.Long);
        hangs = false;
        var waiting = nodes.AskAsync().AsTask();
        Assert.False(waiting.IsCompleted);

        await taking.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging.WaitAsync(Patience.Long));
        await ended.Task.WaitAsync(Patience.Long);
        Assert.IsType<InferCompleted>((await waiting.WaitAsync(Patience.Long)).Answer);
        Assert.Equal(0, nodes.Breaks);
    }

    [Fact]
    public async Task What_carries_no_tensor_does_not_wait_behind_those_that_do()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var nodes = await StartAsync(
            async (infer, _) =>
            {
                if (infer.Inputs.IsEmpty) return new RemoteAnswer(new InferRejected(RejectionReason.ModelNotFound, "none"), default);

                begun.TrySetResult();
                await release.Task;
                return TwoNodes.Echo(infer);
            },
            new TransportSettings { MaxInFlight = 1 });
        Task<RemoteAnswer>[] flood = [.. Enumerable.Range(0, 3).Select(_ => nodes.AskAsync().AsTask())];
        await begun.Task.WaitAsync(Patience.Long);

        var probe = await nodes.AskAsync(new Infer(TwoNodes.Model, [])).AsTask().WaitAsync(Patience.Long);

        Assert.Equal(RejectionReason.ModelNotFound, Assert.IsType<InferRejected>(probe.Answer).Reason);
        Assert.All(flood, asked => Assert.False(asked.IsCompleted));
        release.SetResult();
        Assert.All(await Task.WhenAll(flood).WaitAsync(Patience.Long), answer => Assert.IsType<InferCompleted>(answer.Answer));
        Assert.All([nodes.Channel.InFlight, nodes.Channel.SmallInFlight], gate => Assert.Equal((0, 0L, 0), (gate.Count, gate.Bytes, gate.Waiting)));
    }

    [Fact]
    public async Task Who_is_given_up_fails_and_knows_whether_it_may_have_been_executed()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hangs = true;
        await using var nodes = await StartAsync(
            (infer, ct) =>
            {
                begun.TrySetResult();
                return hangs ? HangAsync(null, ct) : ValueTask.FromResult(TwoNodes.Echo(infer));
            },
            new TransportSettings { MaxInFlight = 1 });
        var running = nodes.AskAsync().AsTask();
        await begun.Task.WaitAsync(Patience.Long);
        var waiting = nodes.AskAsync().AsTask();

        nodes.Channel.GiveUp("it does not answer");

        Assert.True((await Assert.ThrowsAsync<NodeLostException>(() => running.WaitAsync(Patience.Long))).MayHaveRun);
        Assert.False((await Assert.ThrowsAsync<NodeLostException>(() => waiting.WaitAsync(Patience.Long))).MayHaveRun);
        hangs = false;
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task Who_waits_for_room_waits_no_longer_than_its_deadline()
    {
        using var gate = new SemaphoreSlim(0);
        await using var nodes = await StartAsync(
            async (infer, ct) =>
            {
                await gate.WaitAsync(ct);
                return TwoNodes.Echo(infer);
            },
            new TransportSettings { MaxInFlight = 1, MaxWaiting = 1 });
        var running = nodes.AskAsync().AsTask();
        var waiting = nodes.AskAsync(TwoNodes.Request(1) with { Deadline = Deadline.After(TimeSpan.FromMilliseconds(300)) }).AsTask();

        var full = Assert.IsType<InferRejected>((await nodes.AskAsync()).Answer);
        var late = Assert.IsType<InferRejected>((await waiting.WaitAsync(Patience.Long)).Answer);

        Assert.Equal(RejectionReason.QueueFull, full.Reason);
        Assert.Equal(RejectionReason.DeadlineExceeded, late.Reason);
        Assert.Contains("while it waited to be sent", late.Message, StringComparison.Ordinal);
        gate.Release(2);
        Assert.IsType<InferCompleted>((await running.WaitAsync(Patience.Long)).Answer);
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task A_request_that_cannot_be_written_is_refused()
    {
        await using var nodes = await StartAsync();

        var failed = Assert.IsType<InferFailed>((await nodes.AskAsync(new Infer(TwoNodes.Model, [new NamedTensor("x", null!)]))).Answer);

        Assert.Equal(RuntimeErrorKind.BadRequest, failed.Kind);
        Assert.Contains("'x' has no tensor", failed.Message, StringComparison.Ordinal);
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task Bytes_that_are_no_request_are_answered_with_their_flaw()
    {
        await using var nodes = await StartAsync();
        var pieces = new TensorMethods(TimeProvider.System).Infer.ResponseMarshaller;
        var raw = new Method<byte[], TensorPiece>(
            MethodType.Unary, "neuron.Node", "Infer", Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes), pieces);
        using var connection = new NodeConnection(TwoNodes.EndpointAt(nodes.Server.Port), new TransportSettings(), certificates: null);

        foreach (var bytes in (byte[][])[[], [1, 2, 3], [255, 255, 255, 127, 0], new byte[5000]])
        {
            using var call = connection.Calls.AsyncUnaryCall(raw, null, default, bytes);
            var failed = Assert.IsType<InferFailed>((await call.ResponseAsync.WaitAsync(Patience.Long)).Frame!.AsAnswer());

            Assert.Equal(RuntimeErrorKind.BadRequest, failed.Kind);
            Assert.NotEmpty(failed.Message);
        }

        await nodes.AssertWorksAsync();
    }

    private static async ValueTask<RemoteAnswer> HangAsync(TaskCompletionSource? ended, CancellationToken ct)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }
        finally
        {
            ended?.TrySetResult();
        }

        throw new InvalidOperationException("Time has ended.");
    }

    private Task<TwoNodes> StartAsync(
        Func<Infer, CancellationToken, ValueTask<RemoteAnswer>>? handler = null, TransportSettings? channel = null, TransportSettings? server = null) =>
        TwoNodes.StartAsync(isShared, handler, channel, server);
}
