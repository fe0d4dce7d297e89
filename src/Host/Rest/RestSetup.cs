using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NeuronActors.Node.Rest.Infer;
using NeuronActors.Node.Rest.Resources;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serve.Listening;

namespace NeuronActors.Node.Rest;

/// <summary>Adds the REST front end to a node.</summary>
internal static class RestSetup
{
    public static IServiceCollection AddNodeRest(this IServiceCollection services)
    {
        services.AddSingleton(provider => new RestLimits(provider.GetRequiredService<ServeOptions>().MaxRequestBytes));
        services.AddSingleton<InferHandler>();
        services.AddSingleton<HealthHandler>();
        services.AddSingleton<ModelHandler>();
        services.AddSingleton<RepositoryHandler>();
        services.AddSingleton<StatisticsHandler>();
        services.AddSingleton<PlacementHandler>();
        services.AddSingleton<RestRouter>();
        return services;
    }

    /// <summary>Answers what begins with <c>/v2</c> on the address of REST: that of the metrics may be open to others. All else goes on.</summary>
    public static void UseNodeRest(this WebApplication app)
    {
        var router = app.Services.GetRequiredService<RestRouter>();
        app.Use(next => context =>
            RestPath.IsOurs(context.Request.Path.Value!) && SurfaceFeature.Has(context, NodeSurface.Http) ? router.HandleAsync(context) : next(context));
    }

    /// <summary>Answers what nobody else has, in the words of the protocol.</summary>
    public static void UseNodeRestFallback(this WebApplication app) => app.Use((HttpContext context, RequestDelegate next) =>
        context.GetEndpoint() is null ? RestRouter.AnswerUnknownAsync(context) : next(context));
}
