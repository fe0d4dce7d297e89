using System.Text.Json;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>Where a model is, as JSON.</summary>
internal static class PlacementJson
{
    public static void Write(Utf8JsonWriter json, string model, PlacementView where)
    {
        json.WriteStartObject();
        json.WriteString("model", model);
        if (where.Node is { } node) json.WriteString("node", node.Value);
        if (where.OfPool is { } pool) Write(json, pool);
        else Write(json, where.OfNode!);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelPlacement where)
    {
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
    }

    private static void Write(Utf8JsonWriter json, PoolPlacement where)
    {
        json.WriteNumber("pool_version", where.PoolVersion);
        if (where.Range is { } range)
        {
            json.WriteNumber("start_nc", range.Start);
            json.WriteNumber("nc_count", range.Count);
        }
        else
        {
            json.WriteNull("start_nc");
            json.WriteNull("nc_count");
        }

        json.WriteStartArray("parts");
        foreach (var part in where.Parts)
        {
            json.WriteStartObject();
            json.WriteString("node", part.Node.Value);
            json.WriteNumber("start_nc", part.Range.StartNc);
            json.WriteNumber("nc_count", part.Range.NcCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
