using System.Buffers;
using System.Text.Json;
using NeuronActors.Node.Metrics;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>Writes the events: a line with their name, a line of JSON, an empty one. JSON has no line ends of its own.</summary>
internal static class StateJson
{
    public static byte[] History(IReadOnlyDictionary<string, Queue<TrendPoint>> series) => Event("history"u8, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("series");
        foreach (var (name, points) in series)
        {
            json.WriteStartArray(name);
            foreach (var point in points) Write(json, point);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static byte[] State(NodeState state, NodeParts parts) => Event("state"u8, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("at", state.At);
        json.WriteString("node", parts.NodeName);
        json.WriteString("version", ServerMetadata.Own.Version);
        json.WriteString("runtime", parts.Placement.Runtime);
        json.WriteString("description", parts.Cores.Description);
        json.WriteString("control_mode", Word(parts.Repository.Mode));
        json.WriteBoolean("ready", state.Seen.WhyNotReady is null);
        if (state.Seen.WhyNotReady is { } reason) json.WriteString("reason", reason);
        json.WriteStartArray("cores");
        foreach (var (core, (load, rate)) in state.Seen.Cores.Zip(state.Loads)) Write(json, core, load, rate);
        json.WriteEndArray();
        if (state.Pool is { } pool) PoolJson.Write(json, pool, state.Loads);
        json.WritePropertyName("total");
        Write(json, state.Total);
        json.WriteStartArray("models");
        foreach (var (model, window) in state.Models) Write(json, model, window, state);
        json.WriteEndArray();
        Write(json, state.Marks);
        json.WriteStartArray("repository");
        foreach (var entry in state.Repository)
        {
            json.WriteStartObject();
            json.WriteString("name", entry.Name);
            json.WriteString("version", entry.Version);
            json.WriteString("state", Word(entry.State));
            json.WriteString("reason", entry.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Writes a core; how busy it is may not be known.</summary>
    public static void Write(Utf8JsonWriter json, CoreView core, double? load, double rate)
    {
        var status = core.Status;
        json.WriteStartObject();
        if (core.Place is { } place) json.WriteNumber("pool_index", place.Index);
        json.WriteNumber("index", status.Core.Index.Value);
        json.WriteNumber("physical_id", status.Core.PhysicalId.Value);
        json.WriteString("state", Word(status.State));
        if (status.Reason is { } reason) json.WriteString("reason", reason);
        if (load is { } busy) json.WriteNumber("load", Math.Round(busy, 3));
        else json.WriteNull("load");
        json.WriteNumber("rate", Math.Round(rate, 1));
        json.WriteNumber("in_flight", status.InFlight);
        json.WriteNumber("executed", status.Executed);
        json.WriteNumber("failed", status.Failed);
        json.WriteNumber("memory_used", status.Memory.UsedBytes);
        if (status.Memory.LimitBytes is { } limit) json.WriteNumber("memory_limit", limit);
        json.WriteStartArray("replicas");
        foreach (var replica in core.Replicas)
        {
            json.WriteStartObject();
            json.WriteString("model", replica.Model);
            json.WriteString("version", replica.Version);
            json.WriteString("subgraph", replica.Subgraph);
            json.WriteString("state", Word(replica.State));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelMoment model, ModelWindow window, NodeState state)
    {
        json.WriteStartObject();
        json.WriteString("name", model.Served.Name);
        json.WriteString("version", model.Served.VersionText);
        json.WriteString("series", NodeHistory.SeriesOf(model.Served.Name, model.Served.VersionText));
        json.WritePropertyName("window");
        Write(json, window);
        json.WriteNumber("oldest_wait", Math.Round(model.OldestWait, 3));
        json.WriteNumber("in_flight", model.InFlight);
        json.WriteNumber("completed", model.Statistics.Success.Count);
        json.WriteNumber("failed", model.Statistics.Fail.Count);
        json.WriteStartArray("subgraphs");
        foreach (var subgraph in state.Seen.Placements.GetValueOrDefault(model.Served.Model.Name)?.Subgraphs ?? [])
        {
            json.WriteStartObject();
            json.WriteString("name", subgraph.Name);
            json.WriteStartArray("cores");
            foreach (var core in subgraph.Cores) json.WriteNumberValue(core.Value);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelWindow window)
    {
        json.WriteStartObject();
        json.WritePropertyName("point");
        Write(json, window.Point);
        WriteNullable(json, "p50", window.P50);
        WriteNullable(json, "p99", window.P99);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<MoveMark> marks)
    {
        json.WriteStartArray("marks");
        foreach (var mark in marks)
        {
            json.WriteStartObject();
            json.WriteString("model", mark.Model);
            json.WriteString("version", mark.Version);
            json.WriteNumber("at", mark.At);
            if (mark.Until is { } until) json.WriteNumber("until", until);
            json.WriteString("from", mark.From);
            json.WriteString("to", mark.To);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // [at, rate, failures, p50, p99, waiting]
    private static void Write(Utf8JsonWriter json, TrendPoint point)
    {
        json.WriteStartArray();
        json.WriteNumberValue(point.At);
        json.WriteNumberValue(Math.Round(point.Rate, 1));
        json.WriteNumberValue(Math.Round(point.Failures, 1));
        WriteNullable(json, point.P50);
        WriteNullable(json, point.P99);
        json.WriteNumberValue(point.Waiting);
        json.WriteEndArray();
    }

    private static void WriteNullable(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        WriteNullable(json, value);
    }

    private static void WriteNullable(Utf8JsonWriter json, double? value)
    {
        if (value is { } number) json.WriteNumberValue(Math.Round(number, 4));
        else json.WriteNullValue();
    }

    private static byte[] Event(ReadOnlySpan<byte> name, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("event: "u8);
        buffer.Write(name);
        buffer.Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options)) write(json);
        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
