using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NeuronActors.Node.Metrics.Otlp;
using NeuronActors.Node.Rest.Resources;
using NeuronActors.Node.Serve.Listening;

namespace NeuronActors.Node.Metrics;

/// <summary>Adds the metrics to a node, and what orchestrators ask about its health.</summary>
internal static class MetricsSetup
{
    public static IServiceCollection AddNodeMetrics(this IServiceCollection services)
    {
        services.AddSingleton<RuntimeInstruments>();
        services.AddSingleton<NodeWatch>();
        services.AddSingleton<NodeMetrics>();
        services.AddSingleton<MetricsHandler>();
        services.AddHostedService<OtlpExport>();
        return services;
    }

    /// <summary>
    /// <c>/metrics</c> on the address of the metrics; <c>/livez</c> and <c>/readyz</c> there and where REST is, so that a probe need
    /// not go where the traffic goes.
    /// </summary>
    public static void UseNodeMetrics(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<MetricsHandler>();
        var health = app.Services.GetRequiredService<HealthHandler>();
        app.Use(next => context => context.Request.Path.Value switch
        {
            "/metrics" when SurfaceFeature.Has(context, NodeSurface.Metrics) => metrics.HandleAsync(context),
            "/livez" when IsForProbes(context) => HealthHandler.LiveAsync(context),
            "/readyz" when IsForProbes(context) => health.ReadyAsync(context),
            _ => next(context),
        });
    }

    private static bool IsForProbes(HttpContext context) => SurfaceFeature.Has(context, NodeSurface.Metrics | NodeSurface.Http);
}
