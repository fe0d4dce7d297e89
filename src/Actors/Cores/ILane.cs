namespace NeuronActors.Cores;

/// <summary>A core's lane as routers see it: a cap to keep to, and a way to hand over work. Thread-safe.</summary>
internal interface ILane
{
    /// <summary>The core behind it.</summary>
    VisibleCoreIndex Core { get; }

    /// <summary>Whether a slot could be taken now, by somebody who does not stand in line.</summary>
    bool HasRoom { get; }

    /// <summary>Takes a slot if there is one and nobody waits in line.</summary>
    bool TryTakeSlot();

    /// <summary>Gives back a slot that was taken or granted and not used.</summary>
    void ReleaseSlot();

    /// <summary>Stands in line for a slot. The grant may come before this returns, on this thread.</summary>
    void WaitForSlot(ISlotWaiter waiter);

    /// <summary>
    /// Somebody waits to hear that work has ended. Without that the lane keeps the news until it has nothing else to do: to tell each end
    /// costs the wake-up of a thread, and mostly nobody needs it.
    /// </summary>
    void WantNews();

    /// <summary>
    /// Hands over work; the caller holds a slot for it, which the lane gives back. False when the lane is closed: the work was not
    /// taken, and the slot is given back.
    /// </summary>
    bool TryPut(LaneWork work);
}
