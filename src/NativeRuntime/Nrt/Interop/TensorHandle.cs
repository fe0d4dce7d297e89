namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>A tensor in the memory of one core.</summary>
internal sealed unsafe class TensorHandle(NrtApi api, RuntimeHandle runtime, nint native) : NrtHandle(api, runtime, native)
{
    protected override bool Free()
    {
        var tensor = handle;
        Api.FreeTensor(&tensor);
        return true;
    }
}
