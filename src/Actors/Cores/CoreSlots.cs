namespace NeuronActors.Cores;

/// <summary>
/// The cap on what a core is given at once, over all of the models that have replicas on it. Who finds it full may wait in line, and is
/// then granted a slot that nobody else can take in between. Thread-safe.
/// </summary>
internal sealed class CoreSlots(ILane lane, int capacity)
{
    private volatile int _capacity = capacity;
    private readonly Queue<ISlotWaiter> _waiters = new();
    private int _taken;
    private int _waiting;

    /// <summary>How many slots there are. Fewer than are taken only means that none is given out for a while.</summary>
    public int Capacity
    {
        get => _capacity;
        set => _capacity = value;
    }

    /// <summary>Slots in use. For display.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Whether <see cref="TryTake"/> would succeed now.</summary>
    public bool HasRoom => Volatile.Read(ref _waiting) == 0 && Volatile.Read(ref _taken) < _capacity;

    /// <summary>Takes a slot if there is one and nobody waits in line.</summary>
    public bool TryTake() => Volatile.Read(ref _waiting) == 0 && TryTakeFree();

    /// <summary>Gives a slot back; the first in line gets it.</summary>
    public void Release()
    {
        Interlocked.Decrement(ref _taken);

        // The decrement above and the increment in Wait are full fences: either this sees the waiter, or the waiter sees the slot.
        if (Volatile.Read(ref _waiting) != 0) GrantFree();
    }

    /// <summary>Stands in line. The grant may come before this returns, on this thread.</summary>
    public void Wait(ISlotWaiter waiter)
    {
        lock (_waiters)
        {
            _waiters.Enqueue(waiter);
            Interlocked.Increment(ref _waiting);
        }

        GrantFree();
    }

    private bool TryTakeFree()
    {
        var taken = Volatile.Read(ref _taken);
        while (taken < _capacity)
        {
            var seen = Interlocked.CompareExchange(ref _taken, taken + 1, taken);
            if (seen == taken) return true;
            taken = seen;
        }

        return false;
    }

    // The lock is off the path of a core that one model uses: it is taken only while somebody waits in line.
    private void GrantFree()
    {
        while (true)
        {
            ISlotWaiter waiter;
            lock (_waiters)
            {
                if (_waiters.Count == 0 || !TryTakeFree()) return;
                waiter = _waiters.Dequeue();
                Interlocked.Decrement(ref _waiting);
            }

            waiter.SlotGranted(lane);
        }
    }
}
