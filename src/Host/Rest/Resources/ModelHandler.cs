using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>What the server and its models are.</summary>
internal sealed class ModelHandler(ModelCatalog catalog, PlacementGateway placement)
{
    public static Task ServerAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("name", ServerMetadata.Own.Name);
        json.WriteString("version", ServerMetadata.Own.Version);
        json.WriteStartArray("extensions");
        foreach (var extension in ServerMetadata.Own.Extensions) json.WriteStringValue(extension);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public Task ListAsync(HttpContext context) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("models");
        foreach (var model in catalog.Models) json.WriteStringValue(model.Name);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public Task MetadataAsync(HttpContext context, ReadOnlySpan<char> name, ReadOnlySpan<char> version) =>
        catalog.TryFind(name, version, out var served, out var error)
            ? JsonAnswer.WriteAsync(context, json => WriteMetadata(json, served))
            : ErrorAnswer.WriteAsync(context, error);

    public Task ConfigAsync(HttpContext context, ReadOnlySpan<char> name, ReadOnlySpan<char> version) =>
        catalog.TryFind(name, version, out var served, out var error) ? ConfigAsync(context, served) : ErrorAnswer.WriteAsync(context, error);

    private async Task ConfigAsync(HttpContext context, ServedVersion served)
    {
        var replicas = await placement.CountReplicasAsync(served, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json => ModelConfigJson.Write(json, new ModelConfigView(served, replicas)));
    }

    private void WriteMetadata(Utf8JsonWriter json, ServedVersion served)
    {
        json.WriteStartObject();
        json.WriteString("name", served.Name);
        json.WriteStartArray("versions");
        foreach (var version in catalog.Find(served.Name)?.Versions ?? [served]) json.WriteStringValue(version.VersionText);
        json.WriteEndArray();
        json.WriteString("platform", served.Platform);
        WriteTensors(json, "inputs", served.Signature.Inputs);
        WriteTensors(json, "outputs", served.Signature.Outputs);
        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, string name, ImmutableArray<TensorSpec> tensors)
    {
        json.WriteStartArray(name);
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteString("datatype", tensor.ElementType.OipName());
            json.WriteStartArray("shape");
            foreach (var dimension in tensor.Shape.Dimensions) json.WriteNumberValue(dimension);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
