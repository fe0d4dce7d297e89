using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

/// <summary><c>nrt_instance_info_t</c>, 32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NrtInstanceLayout
{
    public uint Family;
    public uint Size;
    public fixed byte ArchName[16];
    public fixed byte DeviceRevision[8];
}
