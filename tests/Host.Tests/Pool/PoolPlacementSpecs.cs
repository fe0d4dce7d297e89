using System.Net;
using Grpc.Core;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;
using PlacementWire = NeuronActors.Node.Grpc.PlacementWire;

namespace NeuronActors.Node.Tests.Pool;

/// <summary>The four calls over the pool and at a node by name, over REST and gRPC.</summary>
public sealed class PoolPlacementSpecs
{
    private const string Placement = "/v2/neuron/models/steady/placement";
    private static readonly (string, string)[] Nothing = [("model-control-mode", "explicit")];

    [Fact]
    public async Task Cores_are_shown_over_the_pool_and_of_any_node()
    {
        await using var pool = await TestPool.StartAsync(Nothing, Nothing);

        var (_, all) = await pool[2].Client.GetJsonAsync("/v2/neuron/cores?scope=pool");
        var (_, ofOther) = await pool[2].Client.GetJsonAsync("/v2/neuron/cores?node=n1");
        var (_, own) = await pool[2].Client.GetJsonAsync("/v2/neuron/cores");

        var cores = all.GetProperty("cores").EnumerateArray().Select(core =>
            $"{core.GetProperty("pool_index")} {core.GetProperty("node")}/{core.GetProperty("index")} {core.GetProperty("reachable")}");
        Assert.Equal(["0 n1/0 True", "1 n1/1 True", "2 n2/0 True", "3 n2/1 True"], cores);
        Assert.True(all.GetProperty("pool_version").GetInt64() > 0);
        Assert.Equal("n1", all.GetProperty("coordinator").GetString());
        Assert.Equal(["n1 up 2", "n2 up 2"], all.GetProperty("nodes").EnumerateArray().Select(node => $"{node.GetProperty("name")} {node.GetProperty("state")} {node.GetProperty("cores")}"));
        Assert.Equal(("n1", 2), (ofOther.GetProperty("node").GetString(), ofOther.GetProperty("cores").GetArrayLength()));
        Assert.Equal("n2", own.GetProperty("node").GetString());
        Assert.False(own.TryGetProperty("pool_version", out _));
    }

    [Fact]
    public async Task A_model_moves_over_the_pool_with_its_files_and_back()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], Nothing);

        var (status, moved) = await pool[1].Client.PostJsonAsync(Placement, """{"scope":"pool","start_nc":1,"nc_count":2}""");
        Assert.True(status == HttpStatusCode.OK, $"{moved}");
        Assert.Equal((1, 2), (moved.GetProperty("start_nc").GetInt32(), moved.GetProperty("nc_count").GetInt32()));
        Assert.Equal("""[{"node":"n1","start_nc":1,"nc_count":1},{"node":"n2","start_nc":0,"nc_count":1}]""", moved.GetProperty("parts").GetRawText());
        await TestPool.FindsAsync(pool[2], "steady");
        Assert.Equal(("n2", "0"), await TestPool.InferAsync(pool[2], "steady"));

        var (_, atNode) = await pool[1].Client.PostJsonAsync(Placement, """{"node":"n2","start_nc":1}""");
        Assert.Equal(("n2", "[1]"), (atNode.GetProperty("node").GetString(), atNode.GetProperty("subgraphs")[0].GetProperty("cores").GetRawText()));
        Assert.Equal(("n2", "1"), await TestPool.InferAsync(pool[2], "steady"));

        var (_, away) = await pool[2].Client.PostJsonAsync(Placement, """{"scope":"pool","start_nc":3,"nc_count":1}""");
        Assert.Equal("""[{"node":"n2","start_nc":1,"nc_count":1}]""", away.GetProperty("parts").GetRawText());
        Assert.Equal(("n2", "1"), await TestPool.InferAsync(pool[1], "steady"));
        Assert.Equal(HttpStatusCode.OK, (await pool[1].Client.GetJsonAsync("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task A_load_and_an_unload_may_mean_the_pool()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root), .. Nothing], Nothing);

        var (loaded, body) = await pool[1].Client.PostJsonAsync(
            "/v2/repository/models/steady/load", """{"parameters":{"scope":"pool","start_nc":2,"nc_count":2}}""");
        Assert.True(loaded == HttpStatusCode.OK, $"{body}");
        Assert.Equal("n2", (await TestPool.InferAsync(pool[1], "steady")).Node);
        await TestPool.FindsAsync(pool[2], "steady");

        var (unloaded, _) = await pool[2].Client.PostJsonAsync("/v2/repository/models/steady/unload", """{"parameters":{"scope":"pool"}}""");
        Assert.Equal(HttpStatusCode.OK, unloaded);
        foreach (var node in pool.Nodes)
        {
            await Waiting.UntilAsync(async () => (await node.Client.GetJsonAsync("/v2/models/steady")).Status == HttpStatusCode.NotFound, "steady to be gone");
            Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await pool[1].Client.PostJsonAsync("/v2/repository/models/steady/load")).Status);
        Assert.Equal("n1", (await TestPool.InferAsync(pool[1], "steady")).Node);
    }

    [Theory]
    [InlineData("""{"scope":"pool","start_nc":3,"nc_count":2}""", HttpStatusCode.BadRequest, "4")]
    [InlineData("""{"scope":"pool","start_nc":0,"pool_version":77}""", HttpStatusCode.Conflict, "77")]
    [InlineData("""{"scope":"all","start_nc":0}""", HttpStatusCode.BadRequest, "'all' is no scope")]
    [InlineData("""{"scope":"pool","node":"n1","start_nc":0}""", HttpStatusCode.BadRequest, "give one of the two")]
    [InlineData("""{"pool_version":1,"start_nc":0}""", HttpStatusCode.BadRequest, "'pool_version' has a meaning only")]
    [InlineData("""{"scope":"pool"}""", HttpStatusCode.BadRequest, "A move needs")]
    [InlineData("""{"node":"n9","start_nc":0}""", HttpStatusCode.NotFound, "No node 'n9'")]
    [InlineData("""{"node":"n2","start_nc":0}""", HttpStatusCode.NotFound, "No model 'steady'")]
    [InlineData("""{"node":"n1","start_nc":2}""", HttpStatusCode.BadRequest, "2")]
    public async Task A_move_that_cannot_be_is_refused_and_nothing_is_touched(string body, HttpStatusCode status, string reason)
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], Nothing);
        var before = await TestPool.PlacementAsync(pool[1], "steady", "");

        var error = await pool[1].Client.RefusedAsync(status, Placement, RestCalls.Json(body));

        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("__v1_", error, StringComparison.Ordinal);
        Assert.Equal(before.GetRawText(), (await TestPool.PlacementAsync(pool[1], "steady", "")).GetRawText());
        Assert.Equal("n1", (await TestPool.InferAsync(pool[1], "steady")).Node);
    }

    [Fact]
    public async Task A_move_at_the_wrong_node_says_where_the_model_is()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root)], Nothing);
        await TestPool.FindsAsync(pool[2], "steady");

        var error = await pool[2].Client.RefusedAsync(HttpStatusCode.NotFound, Placement, RestCalls.Json("""{"start_nc":1}"""));

        Assert.Equal("Model 'steady' is not on this node; it is on n1. Give 'scope' 'pool', or the 'node'.", error);
    }

    [Fact]
    public async Task A_node_that_is_alone_says_so()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root), ("runtime", "simulated"), ("cores", "2"));
        const string Alone = "This node is not part of a pool: it was started without --cluster-port.";

        var move = await node.Client.RefusedAsync(HttpStatusCode.BadRequest, Placement, RestCalls.Json("""{"scope":"pool","start_nc":1}"""));
        var load = await node.Client.RefusedAsync(
            HttpStatusCode.BadRequest, "/v2/repository/models/steady/load", RestCalls.Json("""{"parameters":{"node":"n2"}}"""));
        var (status, cores) = await node.Client.GetJsonAsync("/v2/neuron/cores?scope=pool");

        Assert.Equal((Alone, Alone, Alone), (move, load, cores.GetProperty("error").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(("test", "0"), await TestPool.InferAsync(node, "steady"));
    }

    [Fact]
    public async Task The_same_over_gRPC()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var pool = await TestPool.StartAsync([("model-repository", repository.Root), .. Nothing], Nothing);
        using var channel = pool[1].Connect();
        var client = new PlacementWire.PlacementService.PlacementServiceClient(channel);
        var all = new PlacementWire.Scope { Pool = true };

        var cores = await client.GetCoresAsync(new PlacementWire.GetCoresRequest { Scope = all });
        Assert.Equal(["0 n1", "1 n1", "2 n2", "3 n2"], cores.Cores.Select(core => $"{core.PoolIndex} {core.Node}"));
        Assert.Equal(("n1", 2), (cores.Pool.Coordinator, cores.Pool.Nodes.Count));

        var loaded = await client.LoadAsync(new PlacementWire.LoadRequest { Model = "steady", Scope = all, Cores = new PlacementWire.Cores { StartNc = 3 } });
        Assert.Equal(("n2", 1, 1), Assert.Single(loaded.Parts.Select(part => (part.Node, part.StartNc, part.NcCount))));
        var moved = await client.MoveAsync(new PlacementWire.MoveRequest { Model = "steady", Scope = all, Cores = new PlacementWire.Cores { Multicore = true } });
        Assert.Equal((0, 4, 2), (moved.StartNc, moved.NcCount, moved.Parts.Count));
        var shown = await client.GetPlacementAsync(new PlacementWire.GetPlacementRequest { Model = "steady", Scope = new PlacementWire.Scope { Node = "n2" } });
        Assert.Equal(("n2", 2), (shown.Node, shown.Subgraphs[0].Cores.Count));

        var stale = new PlacementWire.Scope { Pool = true, PoolVersion = 77 };
        await GrpcCalls.RefusedAsync(StatusCode.Aborted, client.MoveAsync(new PlacementWire.MoveRequest { Model = "steady", Scope = stale, Cores = new PlacementWire.Cores { StartNc = 0 } }));
        await client.UnloadAsync(new PlacementWire.UnloadRequest { Model = "steady", Scope = all });
        await Waiting.UntilAsync(async () => (await pool[1].Client.GetJsonAsync("/v2/models/steady")).Status == HttpStatusCode.NotFound, "steady to be gone");
    }
}
