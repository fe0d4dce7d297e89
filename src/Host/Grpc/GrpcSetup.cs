using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using NeuronActors.Node.Grpc.Health;
using NeuronActors.Node.Grpc.Infer;
using NeuronActors.Node.Grpc.Packing;
using NeuronActors.Node.Grpc.Placement;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serve.Listening;

namespace NeuronActors.Node.Grpc;

/// <summary>Adds the gRPC front end to a node.</summary>
internal static class GrpcSetup
{
    // Clients put all of their calls on one connection. With the usual 100, the rest would wait in the client, where no deadline is held
    // against the queue and no priority counts; so as many come here as a queue holds by default.
    private const int MostCallsPerConnection = 1024;

    public static IServiceCollection AddNodeGrpc(this IServiceCollection services)
    {
        services.AddGrpc();
        services.AddOptions<GrpcServiceOptions>().Configure<ServeOptions>((grpc, node) =>
        {
            // An answer is as large as the model makes it.
            grpc.MaxReceiveMessageSize = (int)Math.Min(node.MaxRequestBytes, int.MaxValue);
            grpc.MaxSendMessageSize = null;
            grpc.Interceptors.Add<GrpcGuard>();

            // Those that are there unpack without a bound.
            grpc.CompressionProviders.Clear();
            grpc.CompressionProviders.Add(BoundedPacking.Gzip(node.MaxRequestBytes));
            grpc.CompressionProviders.Add(BoundedPacking.Deflate(node.MaxRequestBytes));
        });
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.Http2.MaxStreamsPerConnection = MostCallsPerConnection);
        services.AddGrpcReflection();
        services.AddSingleton<GrpcGuard>();
        services.AddSingleton<InferRunner>();
        services.AddSingleton<InferStream>();
        services.AddSingleton<InferenceService>();
        services.AddSingleton<PlacementService>();
        services.AddSingleton<HealthService>();
        return services;
    }

    /// <summary>Answers gRPC calls, on its own address and nowhere else. After routing.</summary>
    public static void UseNodeGrpc(this WebApplication app)
    {
        app.Use(next => context =>
        {
            if (context.GetEndpoint() is { } endpoint && IsGrpc(endpoint, context.Request) && !SurfaceFeature.Has(context, NodeSurface.Grpc)) context.SetEndpoint(null);
            return next(context);
        });
        app.MapGrpcService<InferenceService>();
        app.MapGrpcService<PlacementService>();
        app.MapGrpcService<HealthService>();
        app.MapGrpcReflectionService();
    }

    // The endpoints that answer for methods that there are not bear no mark of their own.
    private static bool IsGrpc(Endpoint endpoint, HttpRequest request) =>
        endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null
        || (request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) ?? false);
}
