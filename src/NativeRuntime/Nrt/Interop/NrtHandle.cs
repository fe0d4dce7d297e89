using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>
/// A native object of libnrt. It holds a reference on its parent, so whoever disposes what in whatever order, the objects die from the
/// leaves to the root.
/// </summary>
internal abstract class NrtHandle : SafeHandle
{
    private static int _finalised;
    private static int _alive;

    private readonly NrtHandle? _parent;

    /// <summary>Takes over an object that exists. The parent must be held open by the caller meanwhile.</summary>
    protected NrtHandle(NrtApi api, NrtHandle? parent, nint native)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        Api = api;
        if (parent is not null)
        {
            var added = false;
            parent.DangerousAddRef(ref added);
            _parent = parent;
        }

        SetHandle(native);
        Interlocked.Increment(ref _alive);
    }

    /// <summary>How many were left to the garbage collector. Each is a defect: device memory does not wait for a collection.</summary>
    public static int Finalised => Volatile.Read(ref _finalised);

    /// <summary>How many native objects are owned now.</summary>
    public static int Alive => Volatile.Read(ref _alive);

    public override bool IsInvalid => handle == 0;

    /// <summary>The address, for a call by somebody who holds this object open, directly or by what owns it.</summary>
    public nint Address => handle;

    protected NrtApi Api { get; }

    /// <summary>Gives the object up without touching it: it goes with the process, and so do its parents.</summary>
    public void Abandon()
    {
        if (IsClosed) return;

        SetHandleAsInvalid();
        Interlocked.Decrement(ref _alive);
    }

    /// <summary>Frees the object; false when it must be left to the end of the process. Does not throw.</summary>
    protected abstract bool Free();

    protected sealed override bool ReleaseHandle()
    {
        Interlocked.Decrement(ref _alive);
        if (!Free()) return true;

        _parent?.DangerousRelease();
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing && !IsClosed && !IsInvalid) Interlocked.Increment(ref _finalised);
        base.Dispose(disposing);
    }
}
