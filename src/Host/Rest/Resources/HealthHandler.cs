using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Health;
using NeuronActors.Node.Serving.Models;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>Whether the node lives, is ready, and has a model ready.</summary>
internal sealed class HealthHandler(NodeHealth health, ModelCatalog catalog)
{
    // Answering is living.
    public static Task LiveAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("live", true);
        json.WriteEndObject();
    });

    public async Task ReadyAsync(HttpContext context)
    {
        var reason = await health.WhyNotReadyAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusOf(reason), json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("ready", reason is null);
            if (reason is not null) json.WriteString("error", reason);
            json.WriteEndObject();
        });
    }

    public Task ModelReadyAsync(HttpContext context, ReadOnlySpan<char> name, ReadOnlySpan<char> version) =>
        catalog.TryFind(name, version, out var served, out var error)
            ? ModelReadyAsync(context, served)
            : ErrorAnswer.WriteAsync(context, error);

    private async Task ModelReadyAsync(HttpContext context, ServedVersion served)
    {
        var reason = await health.WhyNotReadyAsync(served, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusOf(reason), json =>
        {
            json.WriteStartObject();
            json.WriteString("name", served.Name);
            json.WriteBoolean("ready", reason is null);
            if (reason is not null) json.WriteString("error", reason);
            json.WriteEndObject();
        });
    }

    private static int StatusOf(string? reason) => reason is null ? StatusCodes.Status200OK : ServingErrorKind.Unavailable.HttpStatus();
}
