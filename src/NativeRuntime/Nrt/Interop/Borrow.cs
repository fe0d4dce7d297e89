namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>Holds a handle open for the length of a scope, so that nobody closes it under a call. Allocates nothing.</summary>
internal readonly ref struct Borrow
{
    private readonly NrtHandle _handle;

    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public Borrow(NrtHandle handle)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
    }

    public void Dispose() => _handle.DangerousRelease();
}
