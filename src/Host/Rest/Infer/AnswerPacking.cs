using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>A way to pack results. Nothing else is packed: clients that say they take it unpack results only.</summary>
internal sealed class AnswerPacking
{
    // What is named deflate on the web is the zlib form of it.
    private static readonly AnswerPacking Gzip = new("gzip", stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true));
    private static readonly AnswerPacking Deflate = new("deflate", stream => new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    private readonly string _name;
    private readonly Func<Stream, Stream> _pack;

    private AnswerPacking(string name, Func<Stream, Stream> pack) => (_name, _pack) = (name, pack);

    /// <summary>The way that a client prefers of those that there are; null when it takes none.</summary>
    public static AnswerPacking? Of(StringValues accepted)
    {
        if (accepted.Count == 0 || !StringWithQualityHeaderValue.TryParseList(accepted, out var values)) return null;

        return values
            .Where(value => value.Quality is not 0)
            .OrderByDescending(value => value.Quality ?? 1)
            .Select(value => value.Value.Value?.ToLowerInvariant() switch { "gzip" => Gzip, "deflate" => Deflate, _ => null })
            .FirstOrDefault(packing => packing is not null);
    }

    public async Task WriteAsync(HttpContext context, PooledBuffer json, InferCall call, InferenceOutcome outcome)
    {
        context.Response.Headers.ContentEncoding = _name;
        await using var packed = _pack(context.Response.BodyWriter.AsStream(leaveOpen: true));
        await packed.WriteAsync(json.Written, context.RequestAborted);
        foreach (var output in outcome.Outputs)
        {
            if (call.IsBinary(output.Name)) await packed.WriteAsync(output.Tensor.Data, context.RequestAborted);
        }
    }
}
