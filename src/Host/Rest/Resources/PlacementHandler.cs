using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>The extension <c>neuron_placement</c>: which cores there are, where models are, and the moves.</summary>
internal sealed class PlacementHandler(PlacementGateway placement, ModelCatalog catalog, ServeOptions options)
{
    public async Task CoresAsync(HttpContext context)
    {
        var cores = await placement.GetCoresAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("runtime", placement.Runtime);
            json.WriteString("node", options.NodeName);
            json.WriteStartArray("cores");
            foreach (var core in cores) Write(json, core);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public Task ShowAsync(HttpContext context, ReadOnlySpan<char> name, ReadOnlySpan<char> version) =>
        catalog.TryFind(name, version, out var served, out var error)
            ? AnswerAsync(context, served, placement.GetPlacementAsync(served, context.RequestAborted))
            : ErrorAnswer.WriteAsync(context, error);

    public Task MoveAsync(HttpContext context, ReadOnlySpan<char> name, ReadOnlySpan<char> version) =>
        catalog.TryFind(name, version, out var served, out var error) ? MoveAsync(context, served) : ErrorAnswer.WriteAsync(context, error);

    private async Task MoveAsync(HttpContext context, ServedVersion served)
    {
        var request = MoveRequest.From(await JsonParameters.ReadAsync(context));
        await AnswerAsync(context, served, placement.MoveAsync(served, request, context.RequestAborted));
    }

    private static async Task AnswerAsync(HttpContext context, ServedVersion served, Task<ModelPlacement> asked)
    {
        var where = await asked;
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("model", served.Name);
            json.WriteNumber("epoch", where.Epoch.Value);
            json.WriteStartArray("subgraphs");
            foreach (var subgraph in where.Subgraphs)
            {
                json.WriteStartObject();
                json.WriteString("name", subgraph.Name);
                json.WriteNumber("start_nc", subgraph.Range.StartNc);
                json.WriteNumber("nc_count", subgraph.Range.NcCount);
                json.WriteStartArray("cores");
                foreach (var core in subgraph.Cores) json.WriteNumberValue(core.Value);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, CoreView core)
    {
        var status = core.Status;
        json.WriteStartObject();
        json.WriteNumber("index", status.Core.Index.Value);
        json.WriteNumber("physical_id", status.Core.PhysicalId.Value);
        json.WriteString("state", TextOf(status.State));
        if (status.Reason is { } reason) json.WriteString("reason", reason);
        json.WriteStartArray("replicas");
        foreach (var replica in core.Replicas)
        {
            json.WriteStartObject();
            json.WriteString("model", replica.Model);
            json.WriteString("subgraph", replica.Subgraph);
            json.WriteString("state", TextOf(replica.State));
            if (replica.Version.Length > 0) json.WriteString("version", replica.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("in_flight", status.InFlight);
        json.WriteNumber("executed", status.Executed);
        json.WriteNumber("failed", status.Failed);
        json.WriteStartObject("memory");
        json.WriteNumber("used", status.Memory.UsedBytes);
        if (status.Memory.LimitBytes is { } limit) json.WriteNumber("limit", limit);
        else json.WriteNull("limit");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string TextOf(Enum state) => state.ToString().ToLowerInvariant();
}
