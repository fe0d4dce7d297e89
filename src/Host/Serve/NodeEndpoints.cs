using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NeuronActors.Node.Dashboard;
using NeuronActors.Node.Grpc;
using NeuronActors.Node.Metrics;
using NeuronActors.Node.Rest;

namespace NeuronActors.Node.Serve;

/// <summary>
/// What a node answers, and where that is said: each front end is one line in each method. <see cref="Listening.SurfaceFeature"/> tells a
/// request's address; <see cref="Serving.NodeParts"/>, and each of its parts, is in the service provider.
/// </summary>
internal static class NodeEndpoints
{
    /// <summary>The services that front ends need.</summary>
    public static IServiceCollection AddNodeEndpoints(this IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddNodeRest();
        services.AddNodeGrpc();
        services.AddNodeMetrics();
        services.AddNodeDashboard();
        return services;
    }

    /// <summary>
    /// The front ends, the most used first: REST is a middleware before routing, which it does not need; what it does not know goes on to
    /// the endpoints, and what nobody knows is answered by its last line.
    /// </summary>
    public static void MapNodeEndpoints(this WebApplication app)
    {
        app.UseNodeRest();
        app.UseNodeDashboard();
        app.UseNodeMetrics();
        app.UseRouting();
        app.UseNodeGrpc();
        app.UseNodeRestFallback();
    }
}
