using System.Buffers;
using System.Net;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NeuronActors.Cluster.Transport;

namespace NeuronActors.Benchmarks.Lab;

/// <summary>A gRPC server with one method that gives back the bytes it gets, with the windows of the tensor transport.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    /// <summary>The method.</summary>
    public static readonly Method<byte[], byte[]> Echo = new(
        MethodType.Unary,
        "bare.Bare",
        nameof(Echo),
        Marshallers.Create<byte[]>(Write, Read),
        Marshallers.Create<byte[]>(Write, Read));

    private readonly WebApplication _application;

    private BareServer(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Urls.Single()).Port;

    public static async Task<BareServer> StartAsync(TransportSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = settings.StreamsPerConnection;
            kestrel.Limits.Http2.InitialStreamWindowSize = TensorServer.StreamWindow;
            kestrel.Limits.Http2.InitialConnectionWindowSize = TensorServer.ConnectionWindow;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<Service>();
        builder.Services.AddSingleton<IServiceMethodProvider<Service>, Methods>();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = settings.MaxMessageBytes);
        var application = builder.Build();
        application.MapGrpcService<Service>();
        await application.StartAsync().ConfigureAwait(false);
        return new BareServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    // As sparing as gRPC allows: a plain marshaller of arrays copies once more on the way out, and clears the array it reads into.
    private static void Write(byte[] bytes, SerializationContext context)
    {
        context.SetPayloadLength(bytes.Length);
        context.GetBufferWriter().Write(bytes);
        context.Complete();
    }

    private static byte[] Read(DeserializationContext context)
    {
        var payload = context.PayloadAsReadOnlySequence();
        var bytes = GC.AllocateUninitializedArray<byte>((int)payload.Length);
        payload.CopyTo(bytes);
        return bytes;
    }

    internal sealed class Service;

    internal sealed class Methods : IServiceMethodProvider<Service>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Service> context) =>
            context.AddUnaryMethod(Echo, [], static (_, bytes, _) => Task.FromResult(bytes));
    }
}
