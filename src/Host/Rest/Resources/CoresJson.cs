using System.Text.Json;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>Cores and what is on them, as JSON.</summary>
internal static class CoresJson
{
    public static void Write(Utf8JsonWriter json, string runtime, CoreTableView table)
    {
        json.WriteStartObject();
        json.WriteString("runtime", runtime);
        json.WriteString("node", table.Node);
        if (table.Pool is { } pool) Write(json, pool);
        json.WriteStartArray("cores");
        foreach (var core in table.Cores) Write(json, core);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PoolView pool)
    {
        json.WriteNumber("pool_version", pool.Version);
        json.WriteString("coordinator", pool.Coordinator?.Value);
        json.WriteStartArray("nodes");
        foreach (var node in pool.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("name", node.Name.Value);
            json.WriteString("state", TextOf(node.State));
            json.WriteNumber("cores", node.Cores);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CoreView core)
    {
        var status = core.Status;
        json.WriteStartObject();
        if (core.Place is { } place)
        {
            json.WriteNumber("pool_index", place.Index);
            json.WriteString("node", place.Node.Value);
            json.WriteBoolean("reachable", place.IsReachable);
        }

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
