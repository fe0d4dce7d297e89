using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Health;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>
/// <c>GET /v2/neuron/events</c>: server-sent events. First <c>history</c>, the last minutes; then <c>state</c>, all of it, every second.
/// </summary>
internal sealed class EventsHandler(EventHub hub, NodeHistory history, NodeLifetime lifetime)
{
    public async Task StreamAsync(HttpContext context)
    {
        using var client = hub.Join(history.First);
        if (client is null)
        {
            await ErrorAnswer.WriteAsync(context, ServingError.Unavailable($"{EventHub.MaxClients} clients watch this node already."));
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, client.TooSlow, lifetime.Draining);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            await foreach (var bytes in client.Events.ReadAllAsync(end.Token)) await response.BodyWriter.WriteAsync(bytes, end.Token);
        }
        catch (OperationCanceledException) when (lifetime.IsDraining)
        {
            // Nothing is cut off: what there was to say has been said.
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
