using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Nrt.Interop;

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
