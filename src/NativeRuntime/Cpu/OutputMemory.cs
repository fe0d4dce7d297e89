namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>The memory that answers are made of: plain arrays, which belong to the answer and end with it.</summary>
internal static class OutputMemory
{
    /// <exception cref="OutOfMemoryException">
    /// There is not as much, or (as <see cref="InsufficientMemoryException"/>) an array cannot hold it.
    /// </exception>
    public static byte[] Allocate(long bytes) => bytes <= Array.MaxLength
        ? GC.AllocateUninitializedArray<byte>((int)bytes)
        : throw new InsufficientMemoryException($"An output of {bytes} bytes is larger than an array can be ({Array.MaxLength} bytes).");
}
