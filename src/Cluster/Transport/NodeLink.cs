using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>
/// The connections of a channel from when they are made until they break. One call stays open all the time, and its end tells at once that
/// the node, or the way to it, is gone, also when nothing else is on its way. A broken link takes no new calls and closes when those that
/// it has are over. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing.")]
internal sealed class NodeLink
{
    private readonly Lock _lock = new();
    private readonly NodeConnection _connection;
    private readonly NodeConnection _bulk;
    private readonly Action<NodeLink> _broken;
    private readonly CancellationTokenSource _unwatched = new();
    private readonly TimeSpan _goingDown;
    private int _calls;

    /// <summary>Makes one, and begins to connect.</summary>
    /// <param name="connection">Its connections for what is small, which it closes.</param>
    /// <param name="bulk">Those for what is large: on one line the small would wait behind it.</param>
    /// <param name="goingDown">How long a node that goes down may take for what it has begun.</param>
    /// <param name="broken">Told once that it is broken; not when it is closed.</param>
    /// <param name="shared">The call for small requests, which it makes.</param>
    /// <param name="methods">The methods of the service.</param>
    public NodeLink(
        NodeConnection connection, NodeConnection bulk, TimeSpan goingDown, Action<NodeLink> broken, SharedCall shared, TensorMethods methods)
    {
        _goingDown = goingDown;
        _connection = connection;
        _bulk = bulk;
        _broken = broken;
        Shared = shared;
        _ = WatchAsync();
        _ = ShareAsync(methods);
    }

    /// <summary>Why it is broken or closed; null while it is neither.</summary>
    public string? Reason { get; private set; }

    /// <summary>Makes calls, after <see cref="TryEnter"/>.</summary>
    public CallInvoker Calls => _connection.Calls;

    /// <summary>The call that small requests share, after <see cref="TryEnter"/>.</summary>
    public SharedCall Shared { get; }

    /// <summary>Makes those in which much is sent or answered.</summary>
    public CallInvoker BulkCalls => _bulk.Calls;

    /// <summary>Whether nothing runs over it.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock) return _calls == 0;
        }
    }

    /// <summary>Begins a call; false when it is broken.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (Reason is not null) return false;

            _calls++;
            return true;
        }
    }

    /// <summary>Ends a call.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _calls--;
            if (_calls > 0 || Reason is null) return;
        }

        CloseConnections();
    }

    /// <summary>It is broken. What runs over connections that still hold may end.</summary>
    public void Break(string reason)
    {
        if (!TryEnd(reason, out var isFree)) return;

        if (isFree) CloseConnections();
        else _unwatched.Cancel();
        _broken(this);
    }

    /// <summary>Nothing more is to be expected of it: it is broken, and what runs fails as well.</summary>
    public void GiveUp(string reason)
    {
        // First those that wait are told: else the end of one that runs would let the next one through.
        if (TryEnd(reason, out _)) _broken(this);
        CloseConnections();
    }

    /// <summary>Its owner needs it no more: what runs fails.</summary>
    public void Close(string reason)
    {
        TryEnd(reason, out _);
        CloseConnections();
    }

    private void CloseConnections()
    {
        _connection.Dispose();
        _bulk.Dispose();
    }

    private bool TryEnd(string reason, out bool isFree)
    {
        lock (_lock)
        {
            isFree = _calls == 0;
            if (Reason is not null) return false;

            Reason = reason;
            return true;
        }
    }

    private async Task ShareAsync(TensorMethods methods)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await Shared.RunAsync(Calls, methods).ConfigureAwait(false);
    }

    private async Task WatchAsync()
    {
        // Whatever comes of it, nobody hears of it under a lock of theirs.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var call = Calls.AsyncServerStreamingCall(
                TensorMethods.Watch, host: null, new CallOptions(cancellationToken: _unwatched.Token), TensorMethods.Signal.Instance);
            while (await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
            {
            }

            Break("the node goes down");

            // .NET pings no connection whose other side has said that it closes it. Should the line fall silent now, only time tells.
            await Task.Delay(_goingDown).ConfigureAwait(false);
            CloseConnections();
        }
        catch (RpcException failure)
        {
            Break(RpcFailure.Describe(failure));
        }
        catch (Exception closed) when (closed is ObjectDisposedException or OperationCanceledException)
        {
            Break("the channel is closed");
        }
    }
}
