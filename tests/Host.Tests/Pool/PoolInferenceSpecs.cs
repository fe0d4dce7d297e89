using System.Net;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Pool;

/// <summary>Any node answers any inference, over both protocols, and says where it ran.</summary>
public sealed class PoolInferenceSpecs
{
    private static readonly (string, string)[] Nothing = [("model-control-mode", "explicit")];

    [Fact]
    public async Task Three_nodes_with_the_bundled_model_serve_it_as_one_each_at_its_own_cores_first()
    {
        await using var pool = await TestPool.StartAsync([], [], []);

        foreach (var node in pool.Nodes)
        {
            await pool.KnowsAsync(node, view => view.Models is [{ Nodes.Length: 3 }], "all have the one model");
            var (status, body) = await node.Client.GetJsonAsync("/v2/models");
            Assert.Equal((HttpStatusCode.OK, """["mnist"]"""), (status, body.GetProperty("models").GetRawText()));
            Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
        }

        var placement = await TestPool.PlacementAsync(pool[2], "mnist");
        Assert.Equal(["n1", "n2", "n3"], placement.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("node").GetString()));
    }

    [Fact]
    public async Task A_model_of_one_node_is_described_ready_and_run_at_any_other()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], Nothing);
        var (holder, other) = (pool[1], pool[2]);
        await TestPool.FindsAsync(other, "steady");

        var here = await holder.Client.GetJsonAsync("/v2/models/steady");
        var there = await other.Client.GetJsonAsync("/v2/models/steady");
        Assert.Equal(here.Body.GetRawText(), there.Body.GetRawText());
        Assert.Equal(HttpStatusCode.OK, (await other.Client.GetJsonAsync("/v2/models/steady/config")).Status);

        Assert.Equal(("n1", "0"), await TestPool.InferAsync(holder, "steady"));
        Assert.Equal(("n1", "0"), await TestPool.InferAsync(other, "steady"));
        using var channel = other.Connect();
        var answer = await channel.Inference().ModelInferAsync(GrpcCalls.Request("steady", 3, 4));
        Assert.Equal(("n1", "0"), (answer.Parameters["neuron_node"].StringParam, answer.Core()));
        Assert.Equal([3, 4], answer.Floats());
    }

    [Fact]
    public async Task A_request_that_cannot_be_is_refused_in_the_same_words_at_any_node()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], Nothing);
        await TestPool.FindsAsync(pool[2], "steady");
        const string Wrong = """{"inputs":[{"name":"z","datatype":"FP32","shape":[1],"data":[1]}]}""";

        var here = await pool[1].Client.RefusedAsync(HttpStatusCode.BadRequest, "/v2/models/steady/infer", RestCalls.Json(Wrong));
        var there = await pool[2].Client.RefusedAsync(HttpStatusCode.BadRequest, "/v2/models/steady/infer", RestCalls.Json(Wrong));
        var unknown = await pool[2].Client.RefusedAsync(HttpStatusCode.NotFound, "/v2/models/none/infer", RestCalls.Json(TestPool.Good));

        Assert.Equal(here, there);
        Assert.Equal("No model 'none' is loaded.", unknown);
        Assert.Equal("n1", (await TestPool.InferAsync(pool[2], "steady")).Node);
    }

    [Fact]
    public async Task What_a_node_unloads_alone_others_go_on_serving_and_so_does_it()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], [("model-repository", repository.Root)]);
        foreach (var node in pool.Nodes) await pool.KnowsAsync(node, view => view.Models is [{ Nodes.Length: 2 }], "both have it");
        Assert.Equal("n1", (await TestPool.InferAsync(pool[1], "steady")).Node);

        Assert.Equal(HttpStatusCode.OK, (await pool[1].Client.PostJsonAsync("/v2/repository/models/steady/unload")).Status);

        Assert.Equal("n2", (await TestPool.InferAsync(pool[1], "steady")).Node);
        Assert.Equal("n2", (await TestPool.InferAsync(pool[2], "steady")).Node);
        Assert.Equal(HttpStatusCode.OK, (await pool[1].Client.GetJsonAsync("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task Nodes_whose_files_differ_never_answer_for_each_other()
    {
        using var one = new TestRepository().WithSimulated("steady", executionTime: "20ms");
        using var two = new TestRepository().WithSimulated("steady", executionTime: "21ms");
        await using var pool = await TestPool.StartAsync([("model-repository", one.Root)], [("model-repository", two.Root)]);
        await pool.KnowsAsync(pool[1], view => view.Models.Length == 2, "there are two");

        var nodes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => TestPool.InferAsync(pool[1], "steady")));

        Assert.All(nodes, answer => Assert.Equal("n1", answer.Node));
        Assert.Equal("n2", (await TestPool.InferAsync(pool[2], "steady")).Node);
    }

    [Fact]
    public async Task A_node_that_goes_down_in_order_is_gone_from_the_pool_and_no_request_fails()
    {
        using var repository = new TestRepository().WithSimulated("steady", executionTime: "2ms");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], [("model-repository", repository.Root)], Nothing);
        await pool.KnowsAsync(pool[3], view => view.Models is [{ Nodes.Length: 2 }], "two have it");
        await TestPool.FindsAsync(pool[3], "steady");
        using var end = new CancellationTokenSource();
        var traffic = Enumerable.Range(0, 4).Select(async _ =>
        {
            var seen = new List<string>();
            while (!end.IsCancellationRequested) seen.Add((await TestPool.InferAsync(pool[3], "steady")).Node);
            return seen;
        }).ToArray();

        await pool[2].StopAsync();
        await pool.KnowsAsync(pool[3], view => view.Nodes.Length == 2, "n2 is gone");
        await end.CancelAsync();

        Assert.Contains("n1", (await Task.WhenAll(traffic)).SelectMany(seen => seen));
        Assert.Equal("n1", (await TestPool.InferAsync(pool[3], "steady")).Node);
    }
}
