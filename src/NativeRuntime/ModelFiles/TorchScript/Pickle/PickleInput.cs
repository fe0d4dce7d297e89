using System.Buffers.Binary;
using System.Text;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>Reads a pickle from front to back through a window, and steps over what is long without reading it.</summary>
internal sealed class PickleInput(ByteSource pickle)
{
    private const int WindowSize = 16 * 1024;

    private readonly byte[] _window = new byte[(int)Math.Min(WindowSize, pickle.Length)];
    private long _windowStart;
    private int _windowLength;

    /// <summary>Where the next byte is.</summary>
    public long Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public long Left => pickle.Length - Position;

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    /// <summary>A few bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > Left) throw Ended(count);
        if (Position < _windowStart || Position + count > _windowStart + _windowLength)
        {
            Fill();
        }

        var bytes = _window.AsSpan((int)(Position - _windowStart), count);
        Position += count;
        return bytes;
    }

    /// <summary>A line without its end.</summary>
    public string Line(string what)
    {
        var line = new StringBuilder();
        for (var next = Byte(); next != '\n'; next = Byte())
        {
            if (next is < 0x20 or > 0x7E) throw Flaw($"{what} holds the byte 0x{next:x2}");
            if (line.Length == PickleLimits.Name) throw Flaw($"{what} is longer than {PickleLimits.Name} bytes");
            line.Append((char)next);
        }

        return line.ToString();
    }

    /// <summary>
    /// Behind a mark: the numbers up to what makes a list or tuple of them, if they are many and of one byte each, and nothing else is there. A NEFF as
    /// a <c>List[int]</c> is millions of values otherwise. Null, and nothing is taken, where it is not so.
    /// </summary>
    public byte[]? LongRunOfNumbers()
    {
        const int LargestRun = 512 * 1024 * 1024;
        var start = Position;
        var window = Window();
        var pairs = Pairs(window);
        if (pairs * 2 < WindowSize) return null;

        using var run = new MemoryStream();
        while (true)
        {
            for (var i = 0; i < pairs; i++) run.WriteByte(window[(i * 2) + 1]);
            if (run.Length > LargestRun) throw Flaw($"a list of numbers is longer than {LargestRun}");

            Position += pairs * 2;
            if (pairs * 2 < WindowSize) break;
            window = Window();
            pairs = Pairs(window);
        }

        var end = Left > 0 ? (PickleOpcode)Byte() : PickleOpcode.Stop;
        var isWhole = end is PickleOpcode.Appends or PickleOpcode.Tuple or PickleOpcode.List;
        Position = isWhole ? Position - 1 : start;
        return isWhole ? run.ToArray() : null;
    }

    private static int Pairs(ReadOnlySpan<byte> window)
    {
        var pairs = 0;
        while (pairs * 2 + 1 < window.Length && window[pairs * 2] == (byte)PickleOpcode.BinInt1) pairs++;
        return pairs;
    }

    // From the next byte on, as much as fits.
    private ReadOnlySpan<byte> Window()
    {
        if (Left == 0) return [];

        // Mostly what is there already shows that it is no long run, and nothing has to be read to know it.
        var isThere = Position >= _windowStart && Position < _windowStart + _windowLength;
        var rest = isThere ? _window.AsSpan((int)(Position - _windowStart), (int)(_windowStart + _windowLength - Position)) : [];
        if (Pairs(rest) * 2 + 1 < rest.Length) return [];

        Fill();
        return _window.AsSpan(0, _windowLength);
    }

    private void Fill()
    {
        _windowStart = Position;
        _windowLength = (int)Math.Min(_window.Length, Left);
        pickle.Read(_windowStart, _window.AsSpan(0, _windowLength));
    }

    /// <summary>A text of a length; its content is stepped over.</summary>
    public PickleText Text(ulong length)
    {
        if (length > (ulong)Left) throw Ended(length);

        var text = new PickleText(pickle, Position, (long)length);
        Position += (long)length;
        return text;
    }

    /// <summary>The error that something is wrong where the reader is.</summary>
    public ModelFileException Flaw(string message) => pickle.Flaw($"byte {Position}: {message}");

    private ModelFileException Ended(ulong count) => Flaw($"the pickle ends after {Left} bytes, where {count} are announced: it is cut or damaged");

    private ModelFileException Ended(int count) => Ended((ulong)count);
}
