using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>
/// An address for tensors of no elements. Pinned empty memory has the address null, which ONNX Runtime takes for a missing buffer.
/// </summary>
internal static unsafe class NoElements
{
    // Never freed: it is as small as an allocation gets, and lives as long as the process.
    public static nint Address { get; } = (nint)NativeMemory.AlignedAlloc(64, 64);
}
