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

/// <summary><c>nrt_instance_info_t</c>, 32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NrtInstanceLayout
{
    public uint Family;
    public uint Size;
    public fixed byte ArchName[16];
    public fixed byte DeviceRevision[8];
}

/// <summary><c>nrt_tensor_info_t</c>, 296 bytes: gaps of 4 follow <see cref="Usage"/>, <see cref="Dtype"/> and <see cref="Rank"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NrtTensorInfoLayout
{
    public const int NameBytes = 256;

    public fixed byte Name[NameBytes];
    public int Usage;
    public ulong Size;
    public int Dtype;
    public uint* Shape;
    public uint Rank;
}

/// <summary>The head of <c>nrt_tensor_info_array_t</c>; the elements follow it at once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NrtTensorInfoArrayLayout
{
    public ulong Count;
}

/// <summary><c>nrt_vnc_memory_stats_t</c>, 16 bytes; newer versions only append.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NrtMemoryLayout
{
    public ulong BytesUsed;
    public ulong BytesLimit;
}

/// <summary><c>nrt_model_info_t</c>, 4 bytes; newer versions only append.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NrtModelInfoLayout
{
    public uint Vnc;
}
