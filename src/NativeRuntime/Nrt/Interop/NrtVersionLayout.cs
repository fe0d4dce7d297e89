using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary><c>nrt_version_t</c>, 224 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NrtVersionLayout
{
    public ulong Major;
    public ulong Minor;
    public ulong Patch;
    public ulong Maintenance;
    public fixed byte Detail[128];
    public fixed byte GitHash[64];
}
