namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>The library from <c>nrt_init</c> to <c>nrt_close</c>. Parent of all other objects, so the last of them closes it.</summary>
internal sealed unsafe class RuntimeHandle(NrtApi api) : NrtHandle(api, parent: null, native: 1)
{
    protected override bool Free()
    {
        Api.Close();
        NrtProcess.Closed();
        return true;
    }
}
