using System.Net;
using System.Net.Sockets;

namespace NeuronActors.Cluster.Tests.Sockets;

/// <summary>Stands between a channel and a listener, and cuts the line, or lets nothing through any more, when it is told to.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;
    private readonly int _target;
    private volatile bool _isStalled;
    private volatile TaskCompletionSource? _held;

    public CutProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections made so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Cuts all connections; new ones are let through.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets) Reset(socket);
            _sockets.Clear();
        }
    }

    /// <summary>Lets nothing through any more, and closes nothing: a cable that was pulled.</summary>
    public void Stall() => _isStalled = true;

    /// <summary>Lets nothing through until <see cref="Release"/>, and loses nothing.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again.</summary>
    public void Release()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Without lingering the other side gets a reset, as from a killed process with unread data.
    private static void Reset(Socket socket) => socket.Close(timeout: 0);

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var here = await _listener.AcceptSocketAsync(_end.Token);
            var there = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await there.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            }
            catch (SocketException)
            {
                Reset(here);
                continue;
            }

            lock (_lock)
            {
                Connections++;
                _sockets.Add(here);
                _sockets.Add(there);
            }

            _ = PumpAsync(here, there);
            _ = PumpAsync(there, here);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                if (_isStalled) continue;
                if (_held is { } held) await held.Task.WaitAsync(_end.Token);

                await to.SendAsync(buffer.AsMemory(0, count), _end.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A line that ends abruptly on one side does so on the other.
            Reset(to);
        }
    }
}
