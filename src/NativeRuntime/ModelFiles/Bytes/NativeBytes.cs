using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>
/// Bytes in memory outside the managed heap: a NEFF may be larger than any array, and is wanted for the moment of a load only. Read, not mapped:
/// a file that is cut while it is mapped ends the process.
/// </summary>
internal sealed unsafe class NativeBytes : IDisposable
{
    private byte* _memory;

    private NativeBytes(byte* memory, nuint length)
    {
        _memory = memory;
        Length = length;
    }

    public byte* Memory => _memory is null ? throw new ObjectDisposedException(nameof(NativeBytes)) : _memory;

    public nuint Length { get; }

    /// <summary>Reads all of a source.</summary>
    /// <exception cref="ModelFileException">It cannot be read, or there is no memory for it.</exception>
    public static NativeBytes Read(ByteSource source)
    {
        const int Piece = 1 << 30;
        NativeBytes all;
        try
        {
            all = new NativeBytes((byte*)NativeMemory.Alloc((nuint)source.Length), (nuint)source.Length);
        }
        catch (OutOfMemoryException none)
        {
            throw source.Flaw($"there is no memory for its {source.Length} bytes", none);
        }

        try
        {
            for (var at = 0L; at < source.Length; at += Piece) source.Read(at, new Span<byte>(all._memory + at, (int)Math.Min(Piece, source.Length - at)));
            return all;
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
