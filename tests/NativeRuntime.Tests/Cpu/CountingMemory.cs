using System.Buffers;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

/// <summary>Memory that counts how often it is pinned and let go of.</summary>
internal sealed class CountingMemory(byte[] bytes) : MemoryManager<byte>
{
    private MemoryHandle _handle;

    public int Pins { get; private set; }

    public int Unpins { get; private set; }

    public override Span<byte> GetSpan() => bytes;

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        Pins++;
        _handle = bytes.AsMemory(elementIndex).Pin();
        return new MemoryHandle(_handle.Pointer, default, this);
    }

    public override void Unpin()
    {
        Unpins++;
        _handle.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
    }
}
