using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Bytes;

/// <summary>Zeros of any length with something in front and behind, and how many of all these bytes were read.</summary>
internal sealed class CountingBytes(byte[] front, long zeros, byte[] behind) : ByteSource("large.neff", null, front.Length + zeros + behind.Length)
{
    public long BytesRead { get; private set; }

    public override void Read(long offset, Span<byte> into)
    {
        BytesRead += into.Length;
        into.Clear();
        for (var i = 0; i < into.Length; i++, offset++)
        {
            if (offset < front.Length) into[i] = front[offset];
            else if (offset >= front.Length + zeros) into[i] = behind[offset - front.Length - zeros];
            else i += (int)Math.Min(front.Length + zeros - offset, into.Length - i) - 1;
        }
    }
}
