using System.IO.Compression;
using Grpc.Net.Compression;

namespace NeuronActors.Node.Grpc.Packing;

/// <summary>A form in which messages may be packed, that unpacks no more than a message may have.</summary>
/// <param name="name">Its name on the wire.</param>
/// <param name="limit">The largest message, in bytes.</param>
/// <param name="unpack">Unpacks a stream.</param>
/// <param name="pack">Packs into a stream.</param>
internal sealed class BoundedPacking(string name, long limit, Func<Stream, Stream> unpack, Func<Stream, CompressionLevel, Stream> pack) : ICompressionProvider
{
    public string EncodingName => name;

    public static BoundedPacking Gzip(long limit) => new(
        "gzip",
        limit,
        from => new GZipStream(from, CompressionMode.Decompress, leaveOpen: true),
        (to, level) => new GZipStream(to, level, leaveOpen: true));

    // What goes by this name is the zlib form of it.
    public static BoundedPacking Deflate(long limit) => new(
        "deflate",
        limit,
        from => new ZLibStream(from, CompressionMode.Decompress, leaveOpen: true),
        (to, level) => new ZLibStream(to, level, leaveOpen: true));

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => pack(stream, compressionLevel ?? CompressionLevel.Fastest);

    public Stream CreateDecompressionStream(Stream stream) => new BoundedStream(unpack(stream), limit);
}
