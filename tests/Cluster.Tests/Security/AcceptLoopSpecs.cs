using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using NeuronActors.Cluster.Security;

namespace NeuronActors.Cluster.Tests.Security;

public sealed class AcceptLoopSpecs : IDisposable
{
    private readonly PauseClock _clock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public AcceptLoopSpecs() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _end.Dispose();
        _clock.Begun.Dispose();
    }

    [Fact]
    public async Task Whoever_comes_after_a_connection_that_could_not_be_taken_is_taken()
    {
        var failures = new List<SocketException>();
        var welcomed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tries = 0;
        var loop = new AcceptLoop(
            end => tries++ == 0 ? throw new SocketException((int)SocketError.TooManyOpenSockets) : _listener.AcceptSocketAsync(end),
            socket =>
            {
                socket.Dispose();
                welcomed.TrySetResult();
            },
            failures.Add,
            _clock);

        var running = loop.RunAsync(_end.Token);
        Assert.True(await _clock.Begun.WaitAsync(Patience.Long));
        Assert.Equal(SocketError.TooManyOpenSockets, Assert.Single(failures).SocketErrorCode);
        _clock.Advance(AcceptLoop.Pause);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)_listener.LocalEndpoint);

        await welcomed.Task.WaitAsync(Patience.Long);
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience.Long));
    }

    [Fact]
    public async Task A_lack_that_lasts_is_told_now_and_then_and_tried_with_pauses()
    {
        var failures = 0;
        var tries = 0;
        var loop = new AcceptLoop(
            _ =>
            {
                tries++;
                throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
            },
            socket => socket.Dispose(),
            _ => failures++,
            _clock);

        var running = loop.RunAsync(_end.Token);
        var pauses = (int)(AcceptLoop.TellInterval / AcceptLoop.Pause);
        for (var i = 0; i <= pauses; i++)
        {
            Assert.True(await _clock.Begun.WaitAsync(Patience.Long));
            Assert.Equal(i + 1, tries);
            Assert.Equal(i < pauses ? 1 : 2, failures);
            _clock.Advance(AcceptLoop.Pause);
        }

        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience.Long));
    }

    /// <summary>Tells when somebody has begun to wait for it.</summary>
    private sealed class PauseClock : FakeTimeProvider
    {
        public SemaphoreSlim Begun { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Begun.Release();
            return timer;
        }
    }
}
