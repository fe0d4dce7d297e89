using System.Net;
using System.Text.Json;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Resources;

/// <summary>Statistics add up to what was sent.</summary>
public sealed class StatisticsSpecs
{
    [Fact]
    public async Task They_add_up_to_the_requests_sent()
    {
        using var repository = new TestRepository().WithIdentity("a").WithIdentity("b");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root), ("multicore", "true"));

        await Parallel.ForEachAsync(Enumerable.Range(0, 300), async (i, _) =>
        {
            var items = 1 + (i % 3);
            var (status, _) = await node.Client.PostJsonAsync("/v2/models/a/infer", BodyOf(items));
            Assert.Equal(HttpStatusCode.OK, status);
            if (i % 10 == 0) Assert.Equal(HttpStatusCode.BadRequest, (await node.Client.PostJsonAsync("/v2/models/a/infer", "{")).Status);
            if (i % 10 == 1) Assert.Equal(HttpStatusCode.BadRequest, (await node.Client.PostJsonAsync("/v2/models/a/infer", BodyOf(1).Replace("FP32", "INT8", StringComparison.Ordinal))).Status);
        });

        // A reload of the same version goes on counting.
        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/repository/models/a/load", """{"parameters":{"start_nc":1}}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/models/a/infer", BodyOf(3))).Status);

        var stats = Assert.Single((await node.Client.GetJsonAsync("/v2/models/a/stats")).Body.GetProperty("model_stats").EnumerateArray());
        Assert.Equal(("a", "1"), (stats.GetProperty("name").GetString(), stats.GetProperty("version").GetString()));
        Assert.Equal(301, stats.GetProperty("execution_count").GetInt32());
        Assert.Equal(603, stats.GetProperty("inference_count").GetInt32());
        Assert.True(stats.GetProperty("last_inference").GetInt64() > 1_600_000_000_000);
        var sums = stats.GetProperty("inference_stats");
        Assert.Equal(60, CountOf(sums, "fail"));
        foreach (var each in (string[])["success", "queue", "compute_input", "compute_infer", "compute_output"]) Assert.Equal(301, CountOf(sums, each));
        var parts = NanosecondsOf(sums, "queue") + NanosecondsOf(sums, "compute_input") + NanosecondsOf(sums, "compute_infer") + NanosecondsOf(sums, "compute_output");
        Assert.Equal(NanosecondsOf(sums, "success"), parts);
        var batches = stats.GetProperty("batch_stats").EnumerateArray().ToArray();
        Assert.Equal([1, 2, 3], batches.Select(batch => batch.GetProperty("batch_size").GetInt32()));
        Assert.Equal([100, 100, 101], batches.Select(batch => CountOf(batch, "compute_infer")));
        Assert.Equal(NanosecondsOf(sums, "compute_output"), batches.Sum(batch => NanosecondsOf(batch, "compute_output")));

        var latency = stats.GetProperty("latency");
        var buckets = latency.GetProperty("buckets").EnumerateArray().ToArray();
        Assert.Equal((301, 301), (latency.GetProperty("count").GetInt32(), buckets.Sum(bucket => bucket.GetProperty("count").GetInt32())));
        var bounds = buckets.Select(bucket => bucket.GetProperty("le_ns").GetInt64()).ToArray();
        Assert.Equal(bounds.Order(), bounds);
        var quantiles = ((string[])["p50_ns", "p90_ns", "p99_ns"]).Select(name => latency.GetProperty(name).GetInt64()).ToArray();
        Assert.Equal(quantiles.Order(), quantiles);
        Assert.All(quantiles, quantile => Assert.Contains(quantile, bounds));

        var memory = Assert.Single(stats.GetProperty("memory_usage").EnumerateArray());
        Assert.Equal(("NEURON", 1), (memory.GetProperty("type").GetString(), memory.GetProperty("id").GetInt32()));
        Assert.True(memory.GetProperty("byte_size").GetInt64() > 0);

        var (_, all) = await node.Client.GetJsonAsync("/v2/models/stats");
        var untouched = all.GetProperty("model_stats")[1].GetProperty("latency");
        Assert.Equal((0, JsonValueKind.Null), (untouched.GetProperty("count").GetInt32(), untouched.GetProperty("p99_ns").ValueKind));
        Assert.Equal(["a", "b"], all.GetProperty("model_stats").EnumerateArray().Select(each => each.GetProperty("name").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetJsonAsync("/v2/models/none/stats")).Status);
    }

    private static string BodyOf(int items) =>
        $$"""{"inputs":[{"name":"x","shape":[{{items}}],"datatype":"FP32","data":[{{string.Join(',', Enumerable.Repeat(1, items))}}]}]}""";

    private static int CountOf(JsonElement of, string name) => of.GetProperty(name).GetProperty("count").GetInt32();

    private static long NanosecondsOf(JsonElement of, string name) => of.GetProperty(name).GetProperty("ns").GetInt64();
}
