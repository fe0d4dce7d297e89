using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary><c>nrt_model_info_t</c>, 4 bytes; newer versions only append.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NrtModelInfoLayout
{
    public uint Vnc;
}
