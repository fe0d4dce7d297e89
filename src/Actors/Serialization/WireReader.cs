using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Text;

namespace NeuronActors.Serialization;

/// <summary>Reads one item of an array; a delegate of its own, because a ref struct is no type argument of <see cref="Func{T}"/>.</summary>
internal delegate T WireItemReader<out T>(ref WireReader from);

/// <summary>
/// Takes a message apart; the mirror image of <see cref="WireWriter"/>, where the words for layouts are explained. Whatever the bytes are,
/// it throws nothing but <see cref="SerializationException"/>, and a count is held against the bytes that are left before anything is
/// allocated for it.
/// </summary>
internal ref partial struct WireReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _manifest;
    private readonly TimeProvider _clock;
    private int _at;

    /// <summary>Begins to read, with the version.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="manifest">What it says it is, for the text of errors.</param>
    /// <param name="clock">The clock of the deadlines.</param>
    /// <exception cref="SerializationException">There is no version, or it is 0.</exception>
    public WireReader(ReadOnlySpan<byte> bytes, string manifest, TimeProvider clock)
    {
        _bytes = bytes;
        _manifest = manifest;
        _clock = clock;
        Version = Byte();
        if (Version == 0) throw Malformed("version 0 does not exist");
    }

    /// <summary>The version that the message was written in; later ones have more fields at the end.</summary>
    public byte Version { get; }

    private readonly int Left => _bytes.Length - _at;

    public byte Byte() => Take(sizeof(byte))[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw Malformed($"{other} is no flag"),
    };

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ReadOnlySpan<byte> Raw(int count) => Take(count);

    public string Text() => OptionalText() ?? throw Malformed("a text that has to be there is missing");

    public string? OptionalText()
    {
        var count = Int();
        if (count == -1) return null;

        var bytes = Take(count);
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException noText)
        {
            throw Malformed("the bytes of a text are no UTF-8", noText);
        }
    }

    /// <summary>Reads an array.</summary>
    /// <param name="least">The fewest bytes that an item takes: what keeps a count that is garbage from being allocated for.</param>
    /// <param name="read">Reads one item.</param>
    public ImmutableArray<T> Items<T>(int least, WireItemReader<T> read)
    {
        var count = Int();
        if (count < 0 || count > Left / least) throw Malformed($"a count of {count}, with {Left} bytes left");
        if (count == 0) return [];

        var items = new T[count];
        for (var i = 0; i < count; i++) items[i] = read(ref this);
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    /// <summary>Checks that nothing is left, unless a newer sender has added fields that nobody here knows.</summary>
    public readonly void End(byte newestKnown)
    {
        if (Version <= newestKnown && Left > 0) throw Malformed($"{Left} bytes too many");
    }

    /// <summary>The exception that says where reading failed, and why.</summary>
    public readonly SerializationException Malformed(string flaw, Exception? cause = null) =>
        new($"A malformed message '{_manifest}', before byte {_at} of {_bytes.Length}: {flaw}.", cause);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left) throw Malformed($"{count} bytes are expected, and {Left} are left");

        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }
}
