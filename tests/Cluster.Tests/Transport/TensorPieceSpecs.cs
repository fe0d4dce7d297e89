using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

public sealed class TensorPieceSpecs
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public void What_is_small_is_one_piece_and_what_is_not_is_cut_without_a_gap()
    {
        var small = TensorFrame.Of(TwoNodes.Request(1, 2, 3));
        var large = TensorFrame.Of(TwoNodes.Request(Tensor.From(new byte[3 * TensorPiece.MostBytes + 1])));

        Assert.True(TensorPiece.TryOne(small)!.IsWhole);
        Assert.Null(TensorPiece.TryOne(large));
        var pieces = TensorPiece.Cut(large).ToArray();
        Assert.True(pieces[0].IsHead);
        Assert.Equal([0, 1, 2, 3], pieces[1..].Select(piece => (int)(piece.Offset / TensorPiece.MostBytes)));
        Assert.Equal([TensorPiece.MostBytes, TensorPiece.MostBytes, TensorPiece.MostBytes, 1], pieces[1..].Select(piece => piece.Count));
    }

    [Fact]
    public async Task Tensors_of_all_sizes_travel_in_pieces_across_their_borders()
    {
        await using var nodes = await TwoNodes.StartAsync();
        int[] sizes = [0, 1, TensorPiece.MostBytes - 1, TensorPiece.MostBytes, TensorPiece.MostBytes + 1, 0, 0, 3 * TensorPiece.MostBytes + 7, 5, 0];
        var inputs = sizes.Select((size, i) => new NamedTensor($"x{i}", Tensor.From(Noise(size, i)))).ToImmutableArray();

        var answer = await nodes.AskAsync(new Infer(TwoNodes.Model, inputs));

        var outputs = Assert.IsType<InferCompleted>(answer.Answer).Outputs;
        Assert.Equal(sizes, outputs.Select(output => output.Tensor.Data.Length));
        Assert.All(outputs.Zip(inputs), pair => Assert.True(pair.First.Tensor.Data.Span.SequenceEqual(pair.Second.Tensor.Data.Span)));
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task A_large_answer_to_a_small_request_travels_in_pieces()
    {
        var large = Tensor.From(Noise(2 * MiB, 1));
        await using var nodes = await TwoNodes.StartAsync((_, _) => ValueTask.FromResult(new RemoteAnswer(new InferCompleted([("y", large)], []), new NodeLoad(0, 1, 2))));

        for (var i = 0; i < 2; i++)
        {
            var answer = await nodes.AskAsync();

            Assert.True(large.Data.Span.SequenceEqual(Assert.IsType<InferCompleted>(answer.Answer)["y"].Data.Span));
            Assert.Equal(new NodeLoad(0, 1, 2), answer.Load);
        }
    }

    [Fact]
    public async Task A_node_that_allows_less_refuses_by_the_head_and_the_rest_is_not_sent()
    {
        var asked = 0;
        await using var nodes = await TwoNodes.StartAsync(
            (infer, _) =>
            {
                Interlocked.Increment(ref asked);
                return ValueTask.FromResult(TwoNodes.Echo(infer));
            },
            channel: new TransportSettings(),
            server: new TransportSettings { MaxMessageBytes = MiB });

        var rejected = Assert.IsType<InferRejected>((await nodes.AskAsync(TwoNodes.Request(Tensor.From(new byte[32 * MiB])))).Answer);

        Assert.Equal(RejectionReason.TooLargeForFrame, rejected.Reason);
        Assert.Contains("allows 1048576", rejected.Message, StringComparison.Ordinal);
        Assert.Equal(0, asked);
        await nodes.AssertWorksAsync();
        Assert.Equal(0, nodes.Breaks);
    }

    [Fact]
    public async Task An_answer_that_is_larger_than_this_side_allows_is_refused_by_its_head()
    {
        var answer = new RemoteAnswer(new InferCompleted([("y", Tensor.From(new byte[4 * MiB]))], []), new NodeLoad(0, 0, 7));
        var isLarge = true;
        await using var nodes = await TwoNodes.StartAsync(
            (infer, _) => ValueTask.FromResult(isLarge ? answer : TwoNodes.Echo(infer)),
            channel: new TransportSettings { MaxMessageBytes = MiB },
            server: new TransportSettings());

        var refused = await nodes.AskAsync();

        Assert.Equal(RejectionReason.TooLargeForFrame, Assert.IsType<InferRejected>(refused.Answer).Reason);
        Assert.Equal(new NodeLoad(0, 0, 7), refused.Load);
        isLarge = false;
        await nodes.AssertWorksAsync();
        Assert.Equal(0, nodes.Breaks);
    }

    [Theory]
    [InlineData("taken back")]
    [InlineData("late")]
    [InlineData("cut off")]
    public async Task What_ends_between_two_pieces_gives_back_its_room_and_was_not_run(string how)
    {
        var asked = 0;
        await using var nodes = await TwoNodes.StartAsync((infer, _) =>
        {
            if (infer.Inputs[0].Tensor.Data.Length > MiB) Interlocked.Increment(ref asked);
            return ValueTask.FromResult(TwoNodes.Echo(infer));
        });
        await nodes.AssertWorksAsync();
        using var taking = new CancellationTokenSource();
        var request = TwoNodes.Request(Tensor.From(new byte[48 * MiB]));
        if (how == "late") request = request with { Deadline = Deadline.After(TimeSpan.FromMilliseconds(300)) };

        // More than all buffers on the way hold, so it stands still in its middle.
        nodes.Line.Hold();
        var asking = nodes.Channel.InferAsync(request, taking.Token).AsTask();
        switch (how)
        {
            case "taken back":
                await taking.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience.Long));
                break;
            case "late":
                Assert.Equal(RejectionReason.DeadlineExceeded, Assert.IsType<InferRejected>((await asking.WaitAsync(Patience.Long)).Answer).Reason);
                break;
            default:
                Patience.Until(() => nodes.Line.Connections > 1, "a connection for what is large");
                nodes.Line.Cut();
                Assert.False((await Assert.ThrowsAsync<NodeLostException>(() => asking.WaitAsync(Patience.Long))).MayHaveRun);
                break;
        }

        nodes.Line.Release();
        await nodes.AssertWorksAsync();
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Answers_count_as_soon_as_their_size_is_known()
    {
        var inside = 0;
        var overlapped = false;
        var answer = new RemoteAnswer(new InferCompleted([("y", Tensor.From(new byte[3 * MiB]))], []), default);
        await using var nodes = await TwoNodes.StartAsync(
            async (_, ct) =>
            {
                if (Interlocked.Increment(ref inside) > 1) overlapped = true;
                await Task.Delay(1, ct);
                Interlocked.Decrement(ref inside);
                return answer;
            },
            new TransportSettings { MaxMessageBytes = 4 * MiB, MaxInFlightBytes = 4 * MiB });
        await nodes.AskAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => nodes.AskAsync().AsTask())).WaitAsync(Patience.Long);

        Assert.All(answers, one => Assert.IsType<InferCompleted>(one.Answer));
        Assert.False(overlapped, "Two answers of 3 MiB were on their way within 4 MiB.");
        Patience.Until(() => nodes.Channel.InFlight is { Count: 0, Bytes: 0 }, "the channel to be free");
    }

    [Fact]
    public async Task Answers_that_nobody_expected_are_read_one_after_the_other()
    {
        var answer = new RemoteAnswer(new InferCompleted([("y", Tensor.From(new byte[3 * MiB]))], []), default);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var nodes = await TwoNodes.StartAsync(
            async (_, ct) =>
            {
                if (Interlocked.Increment(ref arrived) == 8) all.TrySetResult();
                await all.Task.WaitAsync(ct);
                return answer;
            },
            new TransportSettings { MaxMessageBytes = 4 * MiB, MaxInFlightBytes = 4 * MiB });

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => nodes.AskAsync().AsTask())).WaitAsync(Patience.Long);

        Assert.All(answers, one => Assert.IsType<InferCompleted>(one.Answer));
        Patience.Until(() => nodes.Channel.InFlight is { Count: 0, Bytes: 0 }, "the channel to be free");
    }

    private static byte[] Noise(int bytes, int seed)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
