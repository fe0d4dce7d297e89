namespace NeuronActors.Cluster.Transport;

/// <summary>
/// Bounds what is on its way by count and by bytes. What finds no room waits in order of arrival, so that a large one is not overtaken for
/// ever by small ones; who stops waiting gives its place to the next. Thread-safe.
/// </summary>
internal sealed class InFlightGate(int maxCount, long maxBytes, int maxWaiting)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private Func<Exception>? _closed;

    /// <summary>How an entry was answered at once.</summary>
    public enum Entry
    {
        /// <summary>It is in, and has to <see cref="Leave"/>.</summary>
        In,

        /// <summary>Too many wait already.</summary>
        Full,
    }

    /// <summary>What is in at this moment.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of what is in at this moment.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Enters, waiting for room.</summary>
    /// <param name="bytes">Its bytes; not more than the bound.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">It waited, and was taken back.</exception>
    public ValueTask<Entry> EnterAsync(long bytes, CancellationToken ct)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_closed is not null) return ValueTask.FromException<Entry>(_closed());
            if (_waiting.Count == 0 && Fits(bytes))
            {
                Take(bytes);
                return ValueTask.FromResult(Entry.In);
            }

            if (_waiting.Count >= maxWaiting) return ValueTask.FromResult(Entry.Full);

            waiter = new Waiter(bytes);
            waiter.Node = _waiting.AddLast(waiter);
        }

        return WaitAsync(waiter, ct);
    }

    /// <summary>Gives the room back.</summary>
    public void Leave(long bytes)
    {
        lock (_lock)
        {
            Count--;
            Bytes -= bytes;
            Admit();
        }
    }

    /// <summary>Lets nobody in any more: who waits, and who comes, gets the exception.</summary>
    public void Close(Func<Exception> reason)
    {
        lock (_lock)
        {
            _closed ??= reason;
            FailWaiting(reason);
        }
    }

    /// <summary>Gives who waits now the exception; who comes after that may wait again.</summary>
    public void FailWaiting(Func<Exception> reason)
    {
        lock (_lock)
        {
            foreach (var waiter in _waiting)
            {
                waiter.Node = null;
                waiter.Turn.TrySetException(reason());
            }

            _waiting.Clear();
        }
    }

    private async ValueTask<Entry> WaitAsync(Waiter waiter, CancellationToken ct)
    {
        await using var registration = ct.UnsafeRegister(_ => GiveUp(waiter, ct), null).ConfigureAwait(false);
        return await waiter.Turn.Task.ConfigureAwait(false);
    }

    private void GiveUp(Waiter waiter, CancellationToken ct)
    {
        lock (_lock)
        {
            // Not waiting any more: it is in, and its owner will leave.
            if (waiter.Node is null) return;

            _waiting.Remove(waiter.Node);
            waiter.Node = null;
            waiter.Turn.TrySetCanceled(ct);
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } first && Fits(first.Value.Bytes))
        {
            _waiting.RemoveFirst();
            first.Value.Node = null;
            Take(first.Value.Bytes);
            first.Value.Turn.TrySetResult(Entry.In);
        }
    }

    private bool Fits(long bytes) => Count < maxCount && Bytes + bytes <= maxBytes;

    private void Take(long bytes)
    {
        Count++;
        Bytes += bytes;
    }

    private sealed class Waiter(long bytes)
    {
        public long Bytes { get; } = bytes;

        /// <summary>Its place; null once it is in, or has gone.</summary>
        public LinkedListNode<Waiter>? Node { get; set; }

        /// <summary>Continuations run elsewhere: it is completed under the lock.</summary>
        public TaskCompletionSource<Entry> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
