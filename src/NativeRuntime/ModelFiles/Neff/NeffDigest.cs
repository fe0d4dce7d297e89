using System.Security.Cryptography;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff;

/// <summary>The digests of a NEFF. They take a pass over the whole file, so they are only made for who wants to see them.</summary>
/// <param name="Sha256">The SHA-256 of the whole NEFF, in hexadecimal digits.</param>
/// <param name="HashMatches">
/// Whether the hash in the header is the SHA-256 of the payload, or begins with its MD5. Which of them a compiler writes depends on its age;
/// the native library looks at it only when it is told to.
/// </param>
public sealed record NeffDigest(string Sha256, bool HashMatches)
{
    internal static NeffDigest Of(ByteSource neff, NeffHeader header)
    {
        var payload = neff.Slice(NeffHeader.Size, neff.Length - NeffHeader.Size, "the payload");
        var hash = header.Hash.AsSpan();
        var matches = hash.SequenceEqual(payload.Hash(HashAlgorithmName.SHA256)) || hash.StartsWith(payload.Hash(HashAlgorithmName.MD5));
        return new NeffDigest(Convert.ToHexStringLower(neff.Hash(HashAlgorithmName.SHA256)), matches);
    }
}
