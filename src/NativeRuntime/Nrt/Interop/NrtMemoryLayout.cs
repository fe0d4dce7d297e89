using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary><c>nrt_vnc_memory_stats_t</c>, 16 bytes; newer versions only append.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NrtMemoryLayout
{
    public ulong BytesUsed;
    public ulong BytesLimit;
}
