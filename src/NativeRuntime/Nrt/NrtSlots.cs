namespace NeuronActors.NativeRuntime.Nrt;

/// <summary>The slots of one replica that no request is in. Whoever comes when all are taken waits.</summary>
internal sealed class NrtSlots(NrtSlot[] all)
{
    // A plain object, because its monitor is also what is waited on. Held for some nanoseconds.
    private readonly object _gate = new();
    private readonly Stack<NrtSlot> _free = new(all);

    public NrtSlot Take()
    {
        lock (_gate)
        {
            while (_free.Count == 0) Monitor.Wait(_gate);
            return _free.Pop();
        }
    }

    public void Return(NrtSlot slot)
    {
        lock (_gate)
        {
            _free.Push(slot);
            if (_free.Count == 1) Monitor.Pulse(_gate);
        }
    }
}
