using System.Security.Cryptography;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>The digests of a NEFF. They take one pass over the whole file, so they are only made for who wants to see them.</summary>
/// <param name="Sha256">The SHA-256 of the whole NEFF, in hexadecimal digits.</param>
/// <param name="HashMatches">
/// Whether the hash in the header is the SHA-256 of the payload, or begins with its MD5. Which of them a compiler writes depends on its age;
/// the native library looks at it only when it is told to.
/// </param>
public sealed record NeffDigest(string Sha256, bool HashMatches)
{
    internal static NeffDigest Of(ByteSource neff, NeffHeader header)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var long256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var short128 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var left = NeffHeader.Size;
        neff.ForEachChunk(chunk =>
        {
            whole.AppendData(chunk);
            var payload = chunk[Math.Min(left, chunk.Length)..];
            left -= chunk.Length - payload.Length;
            long256.AppendData(payload);
            short128.AppendData(payload);
        });

        var hash = header.Hash.AsSpan();
        var matches = hash.SequenceEqual(long256.GetHashAndReset()) || hash.StartsWith(short128.GetHashAndReset());
        return new NeffDigest(Convert.ToHexStringLower(whole.GetHashAndReset()), matches);
    }
}
