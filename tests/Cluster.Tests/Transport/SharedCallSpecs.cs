using System.Collections.Concurrent;
using Grpc.Core;
using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

/// <summary>Small requests share a call.</summary>
public sealed class SharedCallSpecs() : TensorChannelSpecs(isShared: true)
{
    [Fact]
    public async Task Each_of_many_at_once_gets_its_own_answer_whatever_their_order()
    {
        await using var nodes = await SharingAsync(async (infer, ct) =>
        {
            await Task.Delay(Random.Shared.Next(4), ct);
            return TwoNodes.Echo(infer);
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
            (Asked: i, Answer: await nodes.Channel.InferAsync(TwoNodes.Request(i) with { RequestId = $"{i}" }, CancellationToken.None)))).WaitAsync(Patience.Long);

        Assert.All(answers, answered =>
        {
            var completed = Assert.IsType<InferCompleted>(answered.Answer.Answer);
            Assert.Equal((answered.Asked, $"{answered.Asked}"), (completed["y"].AsSpan<long>()[0], completed.RequestId));
        });
        Assert.Equal(1, nodes.Line.Connections);
    }

    [Fact]
    public async Task Some_are_taken_back_while_others_go_on_and_nobody_gets_what_is_anothers()
    {
        var seen = new ConcurrentDictionary<long, bool>();
        await using var nodes = await SharingAsync(async (infer, ct) =>
        {
            var number = infer.Inputs[0].Tensor.AsSpan<long>()[0];
            try
            {
                await Task.Delay(number % 3 == 0 ? Timeout.Infinite : 1, ct);
            }
            catch (OperationCanceledException)
            {
                seen[number] = true;
                throw;
            }

            return TwoNodes.Echo(infer);
        });

        var all = Enumerable.Range(0, 240).Select(async i =>
        {
            using var taking = new CancellationTokenSource(i % 3 == 0 ? 30 : Timeout.Infinite);
            try
            {
                var answer = await nodes.Channel.InferAsync(TwoNodes.Request(i), taking.Token);
                return Assert.IsType<InferCompleted>(answer.Answer)["y"].AsSpan<long>()[0] == i && i % 3 != 0;
            }
            catch (OperationCanceledException)
            {
                return i % 3 == 0;
            }
        });

        Assert.All(await Task.WhenAll(all).WaitAsync(Patience.Long), Assert.True);
        Assert.All(seen.Keys, number => Assert.Equal(0, number % 3));
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task An_answer_larger_than_anybody_thought_is_collected_and_is_in_nobodys_way()
    {
        var large = new byte[3 * 1024 * 1024 + 5];
        new Random(2).NextBytes(large);
        await using var nodes = await SharingAsync((infer, _) =>
            ValueTask.FromResult(new RemoteAnswer(new InferCompleted([("y", Tensor.From(large))], []), new NodeLoad(4, 5, 6))));

        var answer = await nodes.AskAsync().AsTask().WaitAsync(Patience.Long);
        var expected = await nodes.AskAsync().AsTask().WaitAsync(Patience.Long);

        Assert.Equal(new NodeLoad(4, 5, 6), answer.Load);
        Assert.All([answer, expected], got => Assert.True(large.AsSpan().SequenceEqual(Assert.IsType<InferCompleted>(got.Answer)["y"].Data.Span)));
    }

    [Fact]
    public async Task What_is_small_does_not_wait_behind_what_is_large()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var nodes = await TwoNodes.StartAsync(
            async (infer, _) =>
            {
                if (infer.Inputs[0].Tensor.Data.Length < 100) return TwoNodes.Echo(infer);

                begun.TrySetResult();
                await release.Task;
                return TwoNodes.Echo(infer);
            },
            new TransportSettings { MaxInFlight = 1 });
        var large = TwoNodes.Request(Tensor.From(new byte[100_000])) with { Model = new ModelName("large") };
        Task<RemoteAnswer>[] flood = [.. Enumerable.Range(0, 3).Select(_ => nodes.AskAsync(large).AsTask())];
        await begun.Task.WaitAsync(Patience.Long);

        Assert.IsType<InferCompleted>((await nodes.AskAsync().AsTask().WaitAsync(Patience.Long)).Answer);

        Assert.All(flood, asked => Assert.False(asked.IsCompleted));
        release.SetResult();
        Assert.All(await Task.WhenAll(flood).WaitAsync(Patience.Long), answer => Assert.IsType<InferCompleted>(answer.Answer));
    }

    [Fact]
    public async Task What_was_taken_back_leaves_no_answer_behind_however_large_it_turns_out()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var takenBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var nodes = await SharingAsync(async (infer, ct) =>
        {
            if (begun.Task.IsCompleted) return TwoNodes.Echo(infer);

            begun.SetResult();
            await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            takenBack.SetResult();
            return new RemoteAnswer(new InferCompleted([("y", Tensor.From(new byte[1024 * 1024]))], []), default);
        });
        using var taking = new CancellationTokenSource();
        var asking = nodes.Channel.InferAsync(TwoNodes.Request(1), taking.Token).AsTask();
        await begun.Task.WaitAsync(Patience.Long);

        await taking.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience.Long));
        await takenBack.Task.WaitAsync(Patience.Long);
        await nodes.AssertWorksAsync();
        Patience.Until(() => nodes.Server.Parked == 0, "nothing to be kept");
    }

    [Fact]
    public async Task The_memory_of_a_request_that_has_room_is_not_read_any_more()
    {
        await using var nodes = await SharingAsync();

        var asked = Enumerable.Range(0, 200).Select(_ =>
        {
            var memory = new byte[sizeof(long)];
            memory[0] = 7;
            var asking = nodes.AskAsync(TwoNodes.Request(new Tensor(ElementType.Int64, new TensorShape(1), memory))).AsTask();
            memory[0] = 9;
            return asking;
        }).ToArray();

        Assert.All(await Task.WhenAll(asked).WaitAsync(Patience.Long), answer => Assert.Equal(7, Assert.IsType<InferCompleted>(answer.Answer)["y"].AsSpan<long>()[0]));
    }

    [Fact]
    public async Task A_node_that_knows_no_shared_call_is_asked_by_single_ones()
    {
        await using var nodes = await TwoNodes.StartAsync(channel: new TransportSettings(), server: new TransportSettings { MaxSharedBytes = 0 });

        for (var i = 0; i < 200; i++) await nodes.AssertWorksAsync();

        Assert.False(nodes.Channel.IsSharing);
        Assert.Equal(0, nodes.Breaks);
    }

    [Fact]
    public async Task A_batch_that_is_none_ends_its_own_call_and_nothing_else()
    {
        await using var nodes = await SharingAsync();
        var raw = new Method<byte[], FrameBatch>(
            MethodType.DuplexStreaming,
            "neuron.Node",
            "Share",
            Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes),
            new TensorMethods(TimeProvider.System).Share.ResponseMarshaller);
        using var connection = new NodeConnection(TwoNodes.EndpointAt(nodes.Server.Port), new TransportSettings(), certificates: null);

        foreach (var bytes in (byte[][])[[1], [0, 0, 0, 0, 0, 0, 0, 0, 1, 255, 255, 255, 127], new byte[12]])
        {
            using var call = connection.Calls.AsyncDuplexStreamingCall(raw, null, default);
            await call.RequestStream.WriteAsync(bytes);

            var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Long))
                {
                    // Its greeting.
                }
            });
            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        }

        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task An_entry_that_is_no_request_is_answered_with_its_flaw_and_one_of_an_unknown_kind_is_passed_over()
    {
        await using var nodes = await SharingAsync();
        var methods = new TensorMethods(TimeProvider.System);
        using var connection = new NodeConnection(TwoNodes.EndpointAt(nodes.Server.Port), new TransportSettings(), certificates: null);
        using var call = connection.Calls.AsyncDuplexStreamingCall(methods.Share, null, default);
        var batch = new FrameBatch();
        batch.Add(new FrameBatchEntry(1, (FrameBatchKind)77, new byte[] { 1, 2, 3 }, null));
        batch.Add(FrameBatchEntry.TakenBack(5));
        batch.Add(new FrameBatchEntry(2, FrameBatchKind.Frame, new byte[] { 1, 2, 3 }, null));

        await call.RequestStream.WriteAsync(batch);

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Long));
        Assert.Empty(call.ResponseStream.Current.Entries);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Long));
        var entry = Assert.Single(call.ResponseStream.Current.Entries);
        Assert.Equal(2, entry.Id);
        Assert.Equal(RuntimeErrorKind.BadRequest, Assert.IsType<InferFailed>(entry.Frame!.AsAnswer()).Kind);
    }

    [Fact]
    public async Task A_ticket_that_nobody_gave_out_gets_nothing()
    {
        await using var nodes = await SharingAsync();
        using var connection = new NodeConnection(TwoNodes.EndpointAt(nodes.Server.Port), new TransportSettings(), certificates: null);
        using var call = connection.Calls.AsyncServerStreamingCall(
            new TensorMethods(TimeProvider.System).Collect, null, default, new AnswerTicket(Guid.NewGuid()));

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience.Long));

        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    private static async Task<TwoNodes> SharingAsync(Func<Infer, CancellationToken, ValueTask<RemoteAnswer>>? handler = null) =>
        await (await TwoNodes.StartAsync(handler)).SharingAsync();
}
