using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace NeuronActors.Cluster.Files;

/// <summary>A SHA-256: the name of bytes, of a file or of a list of files.</summary>
internal readonly record struct ContentHash
{
    /// <summary>How many bytes it has.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <summary>Takes the bytes of a hash.</summary>
    /// <exception cref="ArgumentException">There are not exactly <see cref="Size"/>.</exception>
    public ContentHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Size) throw new ArgumentException($"A SHA-256 has {Size} bytes, and {hash.Length} were given.", nameof(hash));

        _high = BinaryPrimitives.ReadUInt128BigEndian(hash);
        _low = BinaryPrimitives.ReadUInt128BigEndian(hash[(Size / 2)..]);
    }

    /// <summary>The hash of bytes.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> bytes) => new(SHA256.HashData(bytes));

    /// <summary>Reads 64 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContentHash hash)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isHash = text is { Length: 2 * Size }
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        hash = isHash ? new ContentHash(bytes) : default;
        return isHash;
    }

    /// <summary>Writes its bytes.</summary>
    public void CopyTo(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt128BigEndian(to, _high);
        BinaryPrimitives.WriteUInt128BigEndian(to[(Size / 2)..], _low);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
