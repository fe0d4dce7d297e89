using NeuronActors.Cores;

namespace NeuronActors.Tests.Routing;

/// <summary>Another model that shares the lanes: takes slots, stands in line for them, gives them back.</summary>
internal sealed class Rival : ISlotWaiter
{
    private readonly Queue<ILane> _held = new();

    public void Want(ILane lane)
    {
        if (lane.TryTakeSlot()) _held.Enqueue(lane);
        else lane.WaitForSlot(this);
    }

    public bool GiveBackOne()
    {
        if (!_held.TryDequeue(out var lane)) return false;

        lane.ReleaseSlot();
        return true;
    }

    void ISlotWaiter.SlotGranted(ILane lane) => _held.Enqueue(lane);
}
