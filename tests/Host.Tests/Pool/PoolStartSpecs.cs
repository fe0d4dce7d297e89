using System.Net;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Pool;

/// <summary>A node that starts into a pool in which models are placed already.</summary>
public sealed class PoolStartSpecs
{
    private static readonly (string, string)[] Nothing = [("model-control-mode", "explicit"), ("lost-node", "wait")];

    [Fact]
    public async Task What_was_placed_elsewhere_over_the_pool_is_not_loaded_by_a_node_that_has_its_files_as_well()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartWithAsync("akka.cluster.distributed-data.gossip-interval = 1h", [("model-repository", repository.Root), .. Nothing]);
        await LoadAsync(pool[1], "steady", start: 1);

        var late = await pool.AddAsync(("model-repository", repository.Root));

        Assert.Equal(("n1", "1"), await TestPool.InferAsync(late, "steady"));
        Assert.Equal(HttpStatusCode.OK, (await late.Client.GetJsonAsync("/v2/health/ready")).Status);
        Assert.Equal(["n1"], Assert.Single(late.Parts.Pool.Pool!.View.Models).Nodes.Select(node => node.Value));
    }

    [Fact]
    public async Task A_node_that_comes_back_loads_the_rest_while_the_pool_brings_what_it_held_and_is_ready_when_that_has_come()
    {
        using var repository = new TestRepository().WithSimulated("slow").WithSimulated("steady");
        await using var pool = await TestPool.StartAsync(Nothing, [("model-repository", repository.Root), .. Nothing]);
        await LoadAsync(pool[2], "slow", start: 3);
        await pool[2].StopAsync();
        await pool.KnowsAsync(pool[1], view => view.Nodes.Length == 1, "n2 is gone");

        var runtime = GrpcCalls.RuntimeOf(2);
        using var hang = runtime.Faults.HangLoads(new VisibleCoreIndex(1));
        var back = await pool.AddAsync(runtime, ("node-name", "n2"), ("lost-node", "wait"), ("model-repository", repository.Root));

        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);
        Assert.Equal("n2", (await TestPool.InferAsync(back, "steady")).Node);
        Assert.Equal("Model 'slow' was asked for and is not loaded.", (await back.Client.GetJsonAsync("/v2/health/ready")).Body.GetProperty("error").GetString());
        Assert.Equal("Model 'slow' is loading.", await back.Client.RefusedAsync(HttpStatusCode.ServiceUnavailable, "/v2/models/slow/infer", RestCalls.Json(TestPool.Good)));

        hang.Release();
        await Waiting.UntilAsync(async () => (await back.Client.GetJsonAsync("/v2/health/ready")).Status == HttpStatusCode.OK, "n2 to be ready");
        Assert.Equal(("n2", "1"), await TestPool.InferAsync(back, "slow"));
        var index = (await back.Client.PostJsonAsync("/v2/repository/index", """{"ready":true}""")).Body;
        Assert.Equal(["slow", "steady"], index.EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task What_others_are_meant_to_hold_and_nobody_has_does_not_keep_a_node_from_being_ready()
    {
        using var repository = new TestRepository().WithSimulated("slow");
        await using var pool = await TestPool.StartAsync(Nothing, [("model-repository", repository.Root), .. Nothing]);
        await LoadAsync(pool[2], "slow", start: 2);
        await pool[2].StopAsync();
        await pool.KnowsAsync(pool[1], view => view.Nodes.Length == 1, "n2 is gone");

        var other = await pool.AddAsync(("lost-node", "wait"), ("model-repository", repository.Root));

        Assert.Equal(HttpStatusCode.OK, (await other.Client.GetJsonAsync("/v2/health/ready")).Status);
        Assert.Equal("Model 'slow' is loading.", await other.Client.RefusedAsync(HttpStatusCode.ServiceUnavailable, "/v2/models/slow/infer", RestCalls.Json(TestPool.Good)));

        await pool.AddAsync(("node-name", "n2"), ("lost-node", "wait"), ("model-repository", repository.Root), ("model-control-mode", "explicit"));
        await TestPool.FindsAsync(other, "slow");
        Assert.Equal(("n2", "0"), await TestPool.InferAsync(other, "slow"));
    }

    [Fact]
    public async Task A_node_that_is_ready_finds_every_model_of_the_pool()
    {
        using var repository = new TestRepository();
        string[] models = [.. Enumerable.Range(0, 24).Select(i => $"m{i}")];
        foreach (var model in models) repository.WithSimulated(model);
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)]);

        var late = await pool.AddAsync(Nothing);

        Assert.All(models, model => Assert.NotNull(late.Parts.Catalog.Find(model)));
        Assert.Equal("n1", (await TestPool.InferAsync(late, models[^1])).Node);
    }

    private static async Task LoadAsync(TestNode node, string model, int start)
    {
        var (status, body) = await node.Client.PostJsonAsync($"/v2/repository/models/{model}/load", $$$"""{"parameters":{"scope":"pool","start_nc":{{{start}}}}}""");
        Assert.True(status == HttpStatusCode.OK, $"{status}: {body}");
    }
}
