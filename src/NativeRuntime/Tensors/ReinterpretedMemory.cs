using System.Buffers;
using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>Memory of any unmanaged type seen as bytes, without copying: <see cref="MemoryMarshal"/> does that for spans only.</summary>
internal static class ReinterpretedMemory
{
    public static ReadOnlyMemory<byte> AsBytes<T>(ReadOnlyMemory<T> elements)
        where T : unmanaged
    {
        if (elements.IsEmpty) return ReadOnlyMemory<byte>.Empty;
        if (typeof(T) == typeof(byte)) return (ReadOnlyMemory<byte>)(object)elements;

        return new BytesOf<T>(MemoryMarshal.AsMemory(elements)).Memory;
    }

    private sealed class BytesOf<T>(Memory<T> elements) : MemoryManager<byte>
        where T : unmanaged
    {
        public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(elements.Span);

        public override unsafe MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
            var handle = elements.Pin();
            return new MemoryHandle((byte*)handle.Pointer + elementIndex, default, new Unpinning(handle));
        }

        // Nothing to do: MemoryHandle.Dispose calls Unpin of the pinnable it was given, which is Unpinning.
        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class Unpinning(MemoryHandle handle) : IPinnable
    {
        private MemoryHandle _handle = handle;

        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException();

        public void Unpin() => _handle.Dispose();
    }
}
