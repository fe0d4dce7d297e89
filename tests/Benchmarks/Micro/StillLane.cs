using NeuronActors.Cores;

namespace NeuronActors.Benchmarks.Micro;

/// <summary>A lane that never runs anything.</summary>
internal sealed class StillLane(VisibleCoreIndex core, bool hasRoom) : ILane
{
    public VisibleCoreIndex Core => core;

    // Reads the counts that a real lane reads.
    public bool HasRoom => Slots.HasRoom;

    private CoreSlots Slots { get; } = new(null!, hasRoom ? 1 : 0);

    public bool TryTakeSlot() => hasRoom;

    public void ReleaseSlot()
    {
    }

    public void WaitForSlot(ISlotWaiter waiter)
    {
    }

    public void WantNews()
    {
    }

    public bool TryPut(LaneWork work) => true;
}
