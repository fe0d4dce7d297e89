using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>What models have done.</summary>
internal sealed class StatisticsHandler(ModelCatalog catalog, PlacementGateway placement)
{
    private static readonly (string Name, double Part)[] Quantiles = [("p50_ns", 0.5), ("p90_ns", 0.9), ("p99_ns", 0.99)];

    /// <summary>Of one version where one is named, else of all of the model.</summary>
    public Task ModelAsync(HttpContext context, ReadOnlySpan<char> name, ReadOnlySpan<char> version)
    {
        if (!catalog.TryFind(name, version, out var served, out var error)) return ErrorAnswer.WriteAsync(context, error);

        return WriteAsync(context, version.IsEmpty ? catalog.Find(name)?.Versions ?? [served] : [served]);
    }

    public Task AllAsync(HttpContext context) => WriteAsync(context, [.. catalog.Models.SelectMany(model => model.Versions)]);

    private async Task WriteAsync(HttpContext context, ImmutableArray<ServedVersion> versions)
    {
        var memory = await placement.GetMemoryAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("model_stats");
            foreach (var version in versions) Write(json, version, memory[version]);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, ServedVersion version, IEnumerable<MemoryUsage> memory)
    {
        var statistics = version.Statistics.Snapshot();
        json.WriteStartObject();
        json.WriteString("name", version.Name);
        json.WriteString("version", version.VersionText);
        json.WriteNumber("last_inference", statistics.LastInference);
        json.WriteNumber("inference_count", statistics.InferenceCount);
        json.WriteNumber("execution_count", statistics.ExecutionCount);
        json.WriteStartObject("inference_stats");
        Write(json, "success", statistics.Success);
        Write(json, "fail", statistics.Fail);
        Write(json, "queue", statistics.Queue);
        Write(json, "compute_input", statistics.ComputeInput);
        Write(json, "compute_infer", statistics.ComputeInfer);
        Write(json, "compute_output", statistics.ComputeOutput);
        Write(json, "cache_hit", default);
        Write(json, "cache_miss", default);
        json.WriteEndObject();
        Write(json, statistics.Latencies);
        json.WriteStartObject("response_stats");
        foreach (var (key, response) in statistics.Responses)
        {
            json.WriteStartObject(key);
            Write(json, "compute_infer", response.ComputeInfer);
            Write(json, "compute_output", response.ComputeOutput);
            Write(json, "success", response.Success);
            Write(json, "fail", response.Fail);
            Write(json, "empty_response", default);
            Write(json, "cancel", response.Cancel);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("batch_stats");
        foreach (var batch in statistics.Batches)
        {
            json.WriteStartObject();
            json.WriteNumber("batch_size", batch.Size);
            Write(json, "compute_input", batch.Input);
            Write(json, "compute_infer", batch.Infer);
            Write(json, "compute_output", batch.Output);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("memory_usage");
        foreach (var usage in memory)
        {
            json.WriteStartObject();
            json.WriteString("type", MemoryUsage.Type);
            json.WriteNumber("id", usage.Core.Value);
            json.WriteNumber("byte_size", usage.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Beyond the protocol, for who wants more than a mean: with the buckets a client has the percentiles of any time between two looks.
    private static void Write(Utf8JsonWriter json, LatencyCounts latencies)
    {
        json.WriteStartObject("latency");
        json.WriteNumber("count", latencies.Total);
        foreach (var (name, part) in Quantiles)
        {
            if (latencies.Quantile(part) is { } time) json.WriteNumber(name, NanosecondsOf(time));
            else json.WriteNull(name);
        }

        json.WriteStartArray("buckets");
        foreach (var (upperEnd, count) in latencies.Filled())
        {
            json.WriteStartObject();
            json.WriteNumber("le_ns", NanosecondsOf(upperEnd));
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long NanosecondsOf(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private static void Write(Utf8JsonWriter json, string name, CountedTime counted)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", counted.Count);
        json.WriteNumber("ns", counted.Nanoseconds);
        json.WriteEndObject();
    }
}
