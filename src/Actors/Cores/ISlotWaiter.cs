namespace NeuronActors.Cores;

/// <summary>Somebody who waits for room on a lane.</summary>
internal interface ISlotWaiter
{
    /// <summary>A slot of the lane is theirs now, to be used or given back. Called on any thread; must not block.</summary>
    void SlotGranted(ILane lane);
}
