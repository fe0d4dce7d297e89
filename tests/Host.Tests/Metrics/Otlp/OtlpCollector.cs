using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NeuronActors.Node.Tests.Metrics.Otlp;

/// <summary>What receives OTLP, over HTTP or over gRPC without TLS, and keeps it.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpCollector(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listener => listener.Protocols = protocols));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>The messages that came to a path, without what gRPC puts around them.</summary>
    public IEnumerable<byte[]> Messages(string path) => _received.Where(each => each.Path == path).Select(each => each.Body);

    public static Task<OtlpCollector> OverHttpAsync() => StartAsync(HttpProtocols.Http1);

    public static Task<OtlpCollector> OverGrpcAsync() => StartAsync(HttpProtocols.Http2);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<OtlpCollector> StartAsync(HttpProtocols protocols)
    {
        var collector = new OtlpCollector(protocols);
        await collector._app.StartAsync();
        return collector;
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var isGrpc = context.Request.ContentType == "application/grpc";
        _received.Enqueue((context.Request.Path, isGrpc ? Unframed(body.ToArray()) : body.ToArray()));
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (!isGrpc) return;

        // An empty message in its frame.
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static byte[] Unframed(byte[] frame)
    {
        Assert.Equal(0, frame[0]);
        Assert.Equal(frame.Length - 5, BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)));
        return frame[5..];
    }
}
