using System.Net;

namespace NeuronActors.Node.Tests.Rest;

/// <summary>A body whose length is not said beforehand, so that it goes in chunks.</summary>
internal sealed class ChunkedContent(byte[] bytes, int chunk = 4096) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var at = 0; at < bytes.Length; at += chunk)
        {
            await stream.WriteAsync(bytes.AsMemory(at, Math.Min(chunk, bytes.Length - at)));
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
