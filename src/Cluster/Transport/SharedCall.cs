using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Grpc.Core;

namespace NeuronActors.Cluster.Transport;

/// <summary>
/// One call that stays open and that all small requests to a node share: each has a number, and answers come in the order in which they are
/// ready. A call of its own for each costs several times as much as such a request itself. Thread-safe.
/// </summary>
/// <remarks>
/// The more there is to say at once, the less each costs (<see cref="FrameBatchWriter"/>). A node that does not know the method is spoken to by single calls, as is every node until it has said that it takes this one.
/// </remarks>
/// <param name="mostBytes">The most bytes of a frame that goes this way: what is larger would let the others wait.</param>
/// <param name="clock">The clock of the deadlines.</param>
internal sealed class SharedCall(int mostBytes, TimeProvider clock)
{
    private readonly Channel<Said> _said = Channel.CreateUnbounded<Said>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, Pending> _pending = new();
    private long _lastId;
    private volatile bool _isOpen;
    private RpcException? _end;

    /// <summary>Whether the other side takes the call.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether a request goes this way.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expected">The bytes of its answer, as far as anybody knows.</param>
    public bool Takes(TensorFrame request, long expected) => _isOpen && request.TotalBytes <= mostBytes && expected <= mostBytes;

    /// <summary>Sends a request, and waits for what is said to it.</summary>
    /// <param name="request">The request. The memory of its tensors is not read any more when this returns its task.</param>
    /// <param name="sent">Told when the other side may have it.</param>
    /// <param name="end">Takes it back.</param>
    /// <exception cref="RpcException">The call has ended.</exception>
    /// <exception cref="OperationCanceledException">It was taken back.</exception>
    public async ValueTask<FrameBatchEntry> SendAsync(TensorFrame request, Action sent, CancellationToken end)
    {
        var id = Interlocked.Increment(ref _lastId);
        var entry = FrameBatchEntry.Of(id, request, clock);
        var pending = new Pending(sent);
        _pending[id] = pending;

        // Whichever comes later, this or the end of the call, sees the other.
        if (Volatile.Read(ref _end) is not null || !_said.Writer.TryWrite(new Said(entry, pending)))
        {
            entry.Release();
            _pending.TryRemove(id, out _);
            throw _end!;
        }

        await using var registration = end.UnsafeRegister(_ => TakeBack(id, end), null).ConfigureAwait(false);
        return await pending.Answer.Task.ConfigureAwait(false);
    }

    /// <summary>An answer that waits at the other side is not going to be collected.</summary>
    public void Forget(long id) => _said.Writer.TryWrite(new Said(FrameBatchEntry.TakenBack(id), null));

    /// <summary>Makes the call, and goes on until it ends, which fails all that wait.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "However it ends, nobody may be left waiting.")]
    public async Task RunAsync(CallInvoker calls, TensorMethods methods)
    {
        try
        {
            using var call = calls.AsyncDuplexStreamingCall(methods.Share, host: null, new CallOptions());
            while (await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
            {
                Hear(call.ResponseStream.Current);
                if (_isOpen) continue;

                // A node that does not know the method has headers as well, but nothing to say.
                _isOpen = true;
                _ = WriteAsync(call);
            }

            End(new RpcException(new Status(StatusCode.Unavailable, "the node has ended the call that small requests share")));
        }
        catch (Exception end)
        {
            End(end);
        }
    }

    private void Hear(FrameBatch batch)
    {
        if (batch.Flaw is { } flaw) throw new RpcException(new Status(StatusCode.Internal, flaw));

        foreach (var entry in batch.Entries)
        {
            // Nobody waits for what was taken back.
            if (entry.Kind is FrameBatchKind.Frame or FrameBatchKind.Parked && _pending.TryRemove(entry.Id, out var pending)) pending.Answer.TrySetResult(entry);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "However it ends, nobody may be left waiting.")]
    private async Task WriteAsync(AsyncDuplexStreamingCall<FrameBatch, FrameBatch> call)
    {
        try
        {
            await FrameBatchWriter.RunAsync(_said.Reader, EntryOf, batch => call.RequestStream.WriteAsync(batch)).ConfigureAwait(false);
        }
        catch (Exception end)
        {
            End(end);
            call.Dispose();
        }
    }

    private FrameBatchEntry? EntryOf(Said said)
    {
        if (said.Pending is not null && !_pending.ContainsKey(said.Entry.Id))
        {
            // Taken back before it was sent.
            said.Entry.Release();
            return null;
        }

        said.Pending?.Sent();
        return said.Entry;
    }

    private void TakeBack(long id, CancellationToken end)
    {
        if (!_pending.TryRemove(id, out var pending)) return;

        Forget(id);
        pending.Answer.TrySetCanceled(end);
    }

    private void End(Exception cause)
    {
        // The first reason counts; what follows from it says less.
        var end = cause as RpcException ?? new RpcException(new Status(StatusCode.Unavailable, cause.Message, cause));
        if (Interlocked.CompareExchange(ref _end, end, null) is not null) return;

        _isOpen = false;
        _said.Writer.TryComplete();
        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var pending)) pending.Answer.TrySetException(end);
        }
    }

    /// <summary>What is to be written.</summary>
    private readonly record struct Said(FrameBatchEntry Entry, Pending? Pending);

    /// <summary>A request that waits.</summary>
    private sealed class Pending(Action sent)
    {
        /// <summary>Completed by who reads for all, and therefore continued elsewhere.</summary>
        public TaskCompletionSource<FrameBatchEntry> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Sent() => sent();
    }
}
