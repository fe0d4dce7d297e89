using System.Security.Cryptography;

namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>
/// Bytes that can be read anywhere without being in memory: a file, a part of one, or an array. It knows where it comes from, so that
/// whoever reads it can say what is wrong with which file.
/// </summary>
/// <param name="path">The file that people know it by.</param>
/// <param name="place">Which part of the file it is; null for all of it.</param>
/// <param name="length">How many bytes there are.</param>
internal abstract class ByteSource(string path, string? place, long length)
{
    private const int ChunkSize = 128 * 1024;

    public string Path => path;

    public long Length => length;

    /// <summary>The error that something about these bytes is wrong.</summary>
    public ModelFileException Flaw(string message, Exception? cause = null) =>
        new(path, place is null ? message : $"{place}: {message}", cause);

    /// <summary>Fills the span from a place on. The whole of it must be within the source.</summary>
    /// <exception cref="ModelFileException">The file cannot be read, or has become shorter.</exception>
    public abstract void Read(long offset, Span<byte> into);

    /// <summary>What it is a part of, and where in it it begins; a whole is a part of itself.</summary>
    public virtual (ByteSource Whole, long Offset) Origin => (this, 0);

    /// <summary>Where in the file it begins; null when it is nowhere in the file as it is, because it was unpacked.</summary>
    public long? FileOffset => Origin is (FileBytes, var offset) ? offset : null;

    /// <summary>A part, which reports errors under its own name.</summary>
    public ByteSource Slice(long offset, long count, string partPlace) => new ByteSlice(this, offset, count, partPlace);

    /// <summary>All bytes, or those of a part, in memory.</summary>
    /// <param name="limit">More than this is refused.</param>
    public byte[] ReadAll(long limit)
    {
        if (length > limit) throw Flaw($"it is {length} bytes long, and no more than {limit} are read");

        var all = new byte[length];
        Read(0, all);
        return all;
    }

    /// <summary>Gives all bytes piece by piece.</summary>
    public void ForEachChunk(Action<ReadOnlySpan<byte>> take)
    {
        var chunk = new byte[(int)Math.Min(ChunkSize, length)];
        for (var at = 0L; at < length; at += chunk.Length)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - at));
            Read(at, part);
            take(part);
        }
    }

    /// <summary>The digest of all bytes.</summary>
    public byte[] Hash(HashAlgorithmName algorithm)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        ForEachChunk(hash.AppendData);
        return hash.GetHashAndReset();
    }
}
