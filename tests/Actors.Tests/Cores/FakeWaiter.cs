using NeuronActors.Cores;

namespace NeuronActors.Tests.Cores;

/// <summary>Somebody in line, who says so when a slot is granted.</summary>
internal sealed class FakeWaiter(Action<ILane> granted) : ISlotWaiter
{
    public void SlotGranted(ILane lane) => granted(lane);
}
