using System.Diagnostics;

namespace NeuronActors.Cores;

/// <summary>
/// The execution threads of one core and the bounded hand-off to them. Blocking native calls run here and nowhere else.
/// </summary>
/// <remarks>
/// Work is put in by routers that hold a slot, on their actors' threads, and is run by the lane's own named threads in the order in
/// which it came. A lane lives until it is closed: what has not begun is given back then, what runs may be abandoned, and the
/// threads end as soon as their calls return. A core that comes back gets a new lane.
/// </remarks>
internal sealed class CoreLane : ILane
{
    // How often an idle thread looks for work before it sleeps: about two microseconds in all. Being woken costs five to twenty
    // microseconds, so a request that follows closely on the one before would pay more for the sleep than for its routing.
    private const int LooksBeforeSleep = 40;
    private const int SpinsPerLook = 8;

    // Then it offers its processor a few times. On a machine with work for all of them the threads that bring requests run meanwhile, and
    // it finds several at once instead of being woken for each; on any other machine this is over in two microseconds more.
    private const int YieldsBeforeSleep = 4;

    // How many ends a thread keeps to itself at most while nobody asks: enough to make the wake-up that tells them cheap for each, and few
    // enough that what they hold on to does not matter.
    private const int MostUnreported = 32;

    // This lock guards a queue of at most `capacity` entries and is held for some tens of nanoseconds. It is a plain object because its
    // monitor is also what the threads sleep on; a lock-free queue would need one all the same.
    private readonly object _wake = new();
    private readonly CoreSlots _slots;
    private readonly LanePace _pace;
    private readonly Queue<LaneWork> _queue;
    private readonly Running[] _running;
    private readonly Thread[] _threads;
    private int _queued;
    private volatile bool _newsWanted;
    private int _sleepers;
    private bool _closed;
    private int _threadsAlive;

    /// <summary>Makes a lane and starts its threads.</summary>
    /// <param name="core">The core it serves.</param>
    /// <param name="threads">How many executions the runtime wants under way at once.</param>
    /// <param name="capacity">How much it may be given at once at most, what runs included.</param>
    /// <param name="name">The name of its threads, as dumps and debuggers show it.</param>
    /// <param name="stageAhead">
    /// How much work, in time, may wait behind what runs; null for as much as <paramref name="capacity"/> allows.
    /// </param>
    public CoreLane(VisibleCoreIndex core, int threads, int capacity, string name, TimeSpan? stageAhead = null)
    {
        Core = core;
        _pace = new LanePace(threads, capacity, stageAhead);
        _slots = new CoreSlots(this, _pace.Capacity);
        _queue = new Queue<LaneWork>();
        _running = new Running[threads];
        _threads = new Thread[threads];
        _threadsAlive = threads;
        for (var i = 0; i < threads; i++)
        {
            var running = _running[i] = new Running();
            _threads[i] = new Thread(() => RunThread(running)) { IsBackground = true, Name = threads == 1 ? name : $"{name}.{i}" };
            _threads[i].Start();
        }
    }

    /// <inheritdoc/>
    public VisibleCoreIndex Core { get; }

    /// <inheritdoc/>
    public bool HasRoom => !IsClosed && _slots.HasRoom;

    /// <summary>What it has been given and has not finished.</summary>
    public int InFlight => _slots.Taken;

    /// <summary>Counts what it has done.</summary>
    public CoreCounters Counters { get; init; } = new();

    /// <summary>Whether it takes no more work.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Called when an execution says that the core failed. The lane is closed by then. Any thread of the lane.</summary>
    public Action<NeuronRuntimeException>? Faulted { get; init; }

    /// <summary>Whether it is closed and nothing runs on it any more.</summary>
    public bool HasEnded => Volatile.Read(ref _threadsAlive) == 0;

    /// <inheritdoc/>
    public bool TryTakeSlot() => _slots.TryTake();

    /// <inheritdoc/>
    public void ReleaseSlot() => _slots.Release();

    /// <inheritdoc/>
    public void WaitForSlot(ISlotWaiter waiter) => _slots.Wait(waiter);

    /// <inheritdoc/>
    public void WantNews() => _newsWanted = true;

    /// <inheritdoc/>
    public bool TryPut(LaneWork work)
    {
        bool taken;
        lock (_wake)
        {
            taken = !_closed;
            if (taken)
            {
                _queue.Enqueue(work);
                Volatile.Write(ref _queued, _queue.Count);
                if (_sleepers > 0) Monitor.Pulse(_wake);
            }
        }

        if (!taken) _slots.Release();
        return taken;
    }

    /// <summary>For how long the oldest call that is under way has been running; zero when none is.</summary>
    public TimeSpan OldestCall()
    {
        var oldest = TimeSpan.Zero;
        foreach (var running in _running)
        {
            var since = Volatile.Read(ref running.Since);
            if (since != 0 && Stopwatch.GetElapsedTime(since) is var age && age > oldest) oldest = age;
        }

        return oldest;
    }

    /// <summary>
    /// Ends the lane: no more work is taken, and what waits is given back. With a failure, what runs is abandoned as well; without one
    /// it may finish. Idempotent.
    /// </summary>
    public void Close(NeuronRuntimeException? abandon = null)
    {
        LaneWork[] waiting;
        lock (_wake)
        {
            Volatile.Write(ref _closed, true);
            waiting = [.. _queue];
            _queue.Clear();
            Volatile.Write(ref _queued, 0);
            Monitor.PulseAll(_wake);
        }

        foreach (var work in waiting)
        {
            work.GiveBack();
            _slots.Release();
        }

        if (abandon is null) return;
        foreach (var running in _running)
        {
            if (Volatile.Read(ref running.Work)?.Abandon(abandon) ?? false) Counters.CountFailed();
            Report(running);
        }
    }

    /// <summary>Ends the lane once everything that it was given is done; it takes no more. Idempotent.</summary>
    public void CloseWhenDone()
    {
        lock (_wake)
        {
            Volatile.Write(ref _closed, true);
            Monitor.PulseAll(_wake);
        }
    }

    /// <summary>Waits, once it is closed, until nothing runs on it any more. Blocks, so never on an actor's thread.</summary>
    /// <returns>False when what runs has not returned in that time.</returns>
    public bool WaitForEnd(TimeSpan atMost)
    {
        var begun = Stopwatch.GetTimestamp();
        foreach (var thread in _threads)
        {
            var left = atMost - Stopwatch.GetElapsedTime(begun);
            if (!thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero)) return false;
        }

        return true;
    }

    /// <summary>
    /// An execution has found the core to be broken. Closes the lane at once, so that nothing more is run on the core, and reports.
    /// </summary>
    public void ReportFault(NeuronRuntimeException fault)
    {
        Close();
        Faulted?.Invoke(fault);
    }

    private void RunThread(Running running)
    {
        while (TakeNext() is { } work)
        {
            var begun = Stopwatch.GetTimestamp();
            Volatile.Write(ref running.Work, work);
            Volatile.Write(ref running.Since, begun);
            var busy = work.Execute(this, begun);
            Volatile.Write(ref running.Since, 0);
            Volatile.Write(ref running.Work, null);
            if (busy > 0) _slots.Capacity = _pace.CapacityAfter(busy);

            // In this order: whoever hears of the end finds the room that it made.
            _slots.Release();
            lock (running.Unreported) running.Unreported.Add(work);
            if (IsTimeToReport(work, running)) Report(running);
        }

        Interlocked.Decrement(ref _threadsAlive);
    }

    private bool IsTimeToReport(LaneWork last, Running running)
    {
        var queued = Volatile.Read(ref _queued);
        return queued == 0
            || last.IsUrgent
            || running.Unreported.Count >= MostUnreported
            || (_newsWanted && queued <= _slots.Capacity / 2);
    }

    // The lock is taken by another thread only when the lane is closed because this one hangs.
    private void Report(Running running)
    {
        _newsWanted = false;
        lock (running.Unreported)
        {
            foreach (var work in running.Unreported) work.Finish();
            running.Unreported.Clear();
        }
    }

    private LaneWork? TakeNext()
    {
        for (var look = 0; look < LooksBeforeSleep && Volatile.Read(ref _queued) == 0 && !IsClosed; look++) Thread.SpinWait(SpinsPerLook);
        for (var look = 0; look < YieldsBeforeSleep && Volatile.Read(ref _queued) == 0 && !IsClosed; look++) Thread.Yield();

        lock (_wake)
        {
            while (_queue.Count == 0)
            {
                if (_closed) return null;
                _sleepers++;
                Monitor.Wait(_wake);
                _sleepers--;
            }

            var work = _queue.Dequeue();
            Volatile.Write(ref _queued, _queue.Count);
            return work;
        }
    }

    private sealed class Running
    {
        /// <summary>What has ended and has not been told.</summary>
        public readonly List<LaneWork> Unreported = new(MostUnreported);
        public LaneWork? Work;
        public long Since;
    }
}
