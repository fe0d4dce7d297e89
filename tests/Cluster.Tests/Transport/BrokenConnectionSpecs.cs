using NeuronActors.Cluster.Tests.Sockets;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Cluster.Tests.Transport;

public abstract class BrokenConnectionSpecs(bool isShared)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hangs = true;

    [Fact]
    public async Task A_connection_that_is_cut_loses_what_is_in_flight_at_once_and_is_made_anew()
    {
        await using var nodes = await StartAsync(HandleAsync);
        var hanging = nodes.AskAsync().AsTask();
        await _begun.Task.WaitAsync(Patience.Long);

        nodes.Line.Cut();

        var lost = await Assert.ThrowsAsync<NodeLostException>(() => hanging.WaitAsync(Patience.Long));
        Assert.True(lost.MayHaveRun);
        await _ended.Task.WaitAsync(Patience.Long);
        Patience.Until(() => nodes.Breaks > 0, "word of the break");
        _hangs = false;
        await nodes.AssertWorksAsync();
        Assert.Equal(1, nodes.Breaks);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_noticed_although_nothing_is_in_flight()
    {
        _hangs = false;
        await using var nodes = await StartAsync(HandleAsync);
        await nodes.AssertWorksAsync();

        nodes.Line.Cut();

        Patience.Until(() => nodes.Breaks > 0, "word of the break");
        await nodes.AssertWorksAsync();
        Assert.Equal(1, nodes.Breaks);
    }

    [Fact]
    public async Task A_line_that_lets_nothing_through_is_noticed_by_pings()
    {
        await using var nodes = await StartAsync(
            HandleAsync, new TransportSettings { KeepAliveDelay = TimeSpan.FromSeconds(1), KeepAliveTimeout = TimeSpan.FromSeconds(1) });
        var hanging = nodes.AskAsync().AsTask();
        await _begun.Task.WaitAsync(Patience.Long);

        nodes.Line.Stall();

        await Assert.ThrowsAsync<NodeLostException>(() => hanging.WaitAsync(Patience.Long));
        await _ended.Task.WaitAsync(Patience.Long);
        Patience.Until(() => nodes.Breaks > 0, "word of the break");
    }

    [Fact]
    public async Task Who_waits_for_room_when_the_line_is_cut_has_not_been_run()
    {
        await using var nodes = await StartAsync(HandleAsync, new TransportSettings { MaxInFlight = 1 });
        var hanging = nodes.AskAsync().AsTask();
        await _begun.Task.WaitAsync(Patience.Long);
        var waiting = nodes.AskAsync().AsTask();

        nodes.Line.Cut();

        await Assert.ThrowsAsync<NodeLostException>(() => hanging.WaitAsync(Patience.Long));
        Assert.False((await Assert.ThrowsAsync<NodeLostException>(() => waiting.WaitAsync(Patience.Long))).MayHaveRun);
        _hangs = false;
        await nodes.AssertWorksAsync();
    }

    [Fact]
    public async Task A_listener_that_stops_answers_what_it_has_begun_and_tells_every_channel()
    {
        using var gate = new SemaphoreSlim(0);
        await using var nodes = await StartAsync(async (infer, ct) =>
        {
            _begun.TrySetResult();
            await gate.WaitAsync(ct);
            return TwoNodes.Echo(infer);
        });
        var running = nodes.AskAsync().AsTask();
        await _begun.Task.WaitAsync(Patience.Long);

        var stopping = nodes.Server.StopAsync();
        Patience.Until(() => nodes.Breaks > 0, "word of the stop");
        gate.Release();

        Assert.IsType<InferCompleted>((await running.WaitAsync(Patience.Long)).Answer);
        await stopping.WaitAsync(Patience.Long);
        await Assert.ThrowsAsync<NodeLostException>(() => nodes.AskAsync().AsTask().WaitAsync(Patience.Long));
    }

    [Fact]
    public async Task A_listener_waits_no_longer_than_its_time_out_for_what_does_not_end()
    {
        var never = new TaskCompletionSource();
        await using var nodes = await StartAsync(
            async (infer, _) =>
            {
                _begun.TrySetResult();
                await never.Task;
                return TwoNodes.Echo(infer);
            },
            new TransportSettings { StopTimeout = TimeSpan.FromMilliseconds(200) });
        var running = nodes.AskAsync().AsTask();
        await _begun.Task.WaitAsync(Patience.Long);

        var stopping = nodes.Server.StopAsync();

        Assert.True((await Assert.ThrowsAsync<NodeLostException>(() => running.WaitAsync(Patience.Long))).MayHaveRun);
        never.SetResult();
        await stopping.WaitAsync(Patience.Long);
    }

    [Fact]
    public async Task A_line_that_falls_silent_while_its_node_goes_down_is_given_up_in_time()
    {
        await using var nodes = await StartAsync(
            HandleAsync,
            channel: new TransportSettings
            {
                StopTimeout = TimeSpan.FromMilliseconds(100),
                KeepAliveDelay = TimeSpan.FromSeconds(1),
                KeepAliveTimeout = TimeSpan.FromSeconds(1),
            },
            server: new TransportSettings());
        var hanging = nodes.AskAsync().AsTask();
        await _begun.Task.WaitAsync(Patience.Long);

        var stopping = nodes.Server.StopAsync();
        Patience.Until(() => nodes.Breaks > 0, "word of the stop");
        nodes.Line.Stall();

        Assert.True((await Assert.ThrowsAsync<NodeLostException>(() => hanging.WaitAsync(Patience.Long))).MayHaveRun);
        await stopping.WaitAsync(Patience.Long);
    }

    [Fact]
    public async Task A_channel_that_is_closed_loses_what_is_in_flight_and_says_nothing_of_a_break()
    {
        await using var nodes = await StartAsync(HandleAsync);
        var hanging = nodes.AskAsync().AsTask();
        await _begun.Task.WaitAsync(Patience.Long);

        await nodes.Channel.DisposeAsync();

        await Assert.ThrowsAsync<NodeLostException>(() => hanging.WaitAsync(Patience.Long));
        await _ended.Task.WaitAsync(Patience.Long);
        Assert.False((await Assert.ThrowsAsync<NodeLostException>(() => nodes.AskAsync().AsTask())).MayHaveRun);
        Assert.Equal(0, nodes.Breaks);
    }

    [Fact]
    public async Task A_host_that_is_none_is_a_lost_node()
    {
        await using var nodes = await StartAsync();
        await using var channel = new TensorChannels(new TransportSettings()).Open(new NodeEndpoint(new NodeName("n3"), "no host at all", 1));

        Assert.False((await Assert.ThrowsAsync<NodeLostException>(() => channel.InferAsync(TwoNodes.Request(1), default).AsTask())).MayHaveRun);
        await nodes.AssertWorksAsync();
    }

    private async ValueTask<RemoteAnswer> HandleAsync(Infer infer, CancellationToken ct)
    {
        if (!_hangs) return TwoNodes.Echo(infer);

        _begun.TrySetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }
        finally
        {
            _ended.TrySetResult();
        }

        return TwoNodes.Echo(infer);
    }

    private Task<TwoNodes> StartAsync(
        Func<Infer, CancellationToken, ValueTask<RemoteAnswer>>? handler = null, TransportSettings? channel = null, TransportSettings? server = null) =>
        TwoNodes.StartAsync(isShared, handler, channel, server);
}
