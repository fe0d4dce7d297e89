using System.Text.Json;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>Writes the pool into the state. How busy a core is only its own node knows; of the others there are rates.</summary>
internal static class PoolJson
{
    public static void Write(Utf8JsonWriter json, PoolMoment pool, IReadOnlyList<(double Load, double Rate)> loads)
    {
        json.WriteStartObject("pool");
        json.WriteNumber("version", pool.Version);
        json.WriteStartArray("nodes");
        foreach (var node in pool.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("name", node.Name);
            json.WriteString("state", node.State);
            json.WriteBoolean("own", node.IsOwn);
            json.WriteStartArray("cores");
            foreach (var (core, rate) in node.Cores)
            {
                var index = core.Status.Core.Index.Value;
                double? load = node.IsOwn && index < loads.Count ? loads[index].Load : null;
                StateJson.Write(json, core, load, rate);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("lost");
        foreach (var (name, at) in pool.Lost)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteNumber("at", at);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
