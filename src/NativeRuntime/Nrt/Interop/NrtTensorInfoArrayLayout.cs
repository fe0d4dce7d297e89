using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary>The head of <c>nrt_tensor_info_array_t</c>; the elements follow it at once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NrtTensorInfoArrayLayout
{
    public ulong Count;
}
