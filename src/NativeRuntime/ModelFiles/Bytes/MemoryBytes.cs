namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>Bytes that were unpacked into memory.</summary>
internal sealed class MemoryBytes(string path, string? place, ReadOnlyMemory<byte> bytes) : ByteSource(path, place, bytes.Length)
{
    public override void Read(long offset, Span<byte> into) => bytes.Span.Slice((int)offset, into.Length).CopyTo(into);
}
