namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>
/// The tensors that one execution reads or writes, by name. To libnrt a set does not own its tensors, and each must live until the set is
/// destroyed: so this one holds a reference on each.
/// </summary>
internal sealed unsafe class TensorSetHandle(NrtApi api, RuntimeHandle runtime, nint native) : NrtHandle(api, runtime, native)
{
    private readonly List<TensorHandle> _tensors = [];

    /// <summary>Holds a tensor that was added to the native set.</summary>
    public void Hold(TensorHandle tensor)
    {
        var added = false;
        tensor.DangerousAddRef(ref added);
        _tensors.Add(tensor);
    }

    protected override bool Free()
    {
        var set = handle;
        Api.DestroySet(&set);
        foreach (var tensor in _tensors) tensor.DangerousRelease();
        return true;
    }
}
