using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NeuronActors.Node.Dashboard.Live;
using NeuronActors.Node.Serve.Listening;

namespace NeuronActors.Node.Dashboard;

/// <summary>Adds the page for people, and the events that it lives on.</summary>
internal static class DashboardSetup
{
    public static IServiceCollection AddNodeDashboard(this IServiceCollection services)
    {
        services.AddSingleton<EventHub>();
        services.AddSingleton<EventsHandler>();
        services.AddSingleton<PageFiles>();
        services.AddSingleton<NodeHistory>();
        services.AddHostedService<NodeObserver>();
        return services;
    }

    /// <summary>Answers <c>/</c> and <c>/assets/…</c> where REST is.</summary>
    public static void UseNodeDashboard(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<PageFiles>();
        app.Use(next => context =>
            files.Find(context.Request.Path.Value!) is { } file && SurfaceFeature.Has(context, NodeSurface.Http)
                ? file.WriteAsync(context)
                : next(context));
    }
}
