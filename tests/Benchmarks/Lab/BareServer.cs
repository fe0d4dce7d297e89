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
        Marshallers.Create(static (byte[] bytes) => bytes, static bytes => bytes),
        Marshallers.Create(static (byte[] bytes) => bytes, static bytes => bytes));

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

    internal sealed class Service;

    internal sealed class Methods : IServiceMethodProvider<Service>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Service> context) =>
            context.AddUnaryMethod(Echo, [], static (_, bytes, _) => Task.FromResult(bytes));
    }
}
