using NeuronActors.NativeRuntime.Errors;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>
/// A model that is loaded on a core, with the slots that it is executed in. An execution holds it open, so whoever closes it, the slots and
/// the model go when the last execution has returned, and never under one that hangs.
/// </summary>
internal sealed unsafe class ModelHandle(NrtApi api, RuntimeHandle runtime, NrtCore core, NrtGate gate, nint native)
    : NrtHandle(api, runtime, native)
{
    private NrtSlot[] _slots = [];
    private Action<NeuronStatus>? _late;

    /// <summary>What <c>nrt_unload</c> returned; null while it has not been called.</summary>
    public NeuronStatus? UnloadStatus { get; private set; }

    /// <summary>Takes the slots over; they end with the model.</summary>
    public void Own(NrtSlot[] slots) => _slots = slots;

    /// <summary>Takes the status of the unload when nobody waits for it any more, because an execution holds the model open.</summary>
    public void TellLate(Action<NeuronStatus> late) => Volatile.Write(ref _late, late);

    protected override bool Free()
    {
        using var turn = gate.Enter();

        // After a hang the device may be anywhere, and nrt_unload would hang as well, or free what the device still writes to.
        if (core.Wedge is not null)
        {
            foreach (var slot in _slots) slot.Abandon();
            return false;
        }

        foreach (var slot in _slots) slot.Dispose();
        var status = Api.Unload(handle);
        UnloadStatus = status;
        Volatile.Read(ref _late)?.Invoke(status);
        return true;
    }
}
