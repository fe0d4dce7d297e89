using System.Net;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Resources;

/// <summary>The extension neuron_placement.</summary>
public sealed class PlacementSpecs : IAsyncLifetime
{
    private const string Path = "/v2/neuron/models/same/placement";

    private readonly TestRepository _repository = new TestRepository().WithIdentity("same");
    private TestNode _node = null!;

    private HttpClient Client => _node.Client;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync(("model-repository", _repository.Root), ("cores", "4"));

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Shows_where_a_model_is_and_moves_it()
    {
        var (_, before) = await Client.GetJsonAsync(Path);
        var (status, moved) = await Client.PostJsonAsync(Path, """{"start_nc":2,"nc_count":2}""");
        var (_, shown) = await Client.GetJsonAsync(Path);

        Assert.Equal("""{"model":"same","epoch":1,"subgraphs":[{"name":"model","start_nc":0,"nc_count":1,"cores":[0]}]}""", before.GetRawText());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"model":"same","epoch":2,"subgraphs":[{"name":"model","start_nc":2,"nc_count":2,"cores":[2,3]}]}""", moved.GetRawText());
        Assert.Equal(moved.GetRawText(), shown.GetRawText());
        Assert.Equal(["2", "3", "2"], await CoresOfAsync(3));
    }

    [Fact]
    public async Task Moves_to_every_core_and_by_subgraph_and_policy()
    {
        var (_, everywhere) = await Client.PostJsonAsync(Path, """{"multicore":true}""");
        var (status, one) = await Client.PostJsonAsync(Path, """{"start_nc":1,"nc_count":1,"subgraph":"model","policy":"load-then-unload"}""");

        Assert.Equal("[0,1,2,3]", everywhere.GetProperty("subgraphs")[0].GetProperty("cores").GetRawText());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("[1]", one.GetProperty("subgraphs")[0].GetProperty("cores").GetRawText());
    }

    [Theory]
    [InlineData("""{"start_nc":2,"nc_count":3}""", HttpStatusCode.BadRequest, "4")]
    [InlineData("""{"nc_count":0}""", HttpStatusCode.BadRequest, "nc")]
    [InlineData("""{"nc_count":5}""", HttpStatusCode.BadRequest, "4")]
    [InlineData("""{"start_nc":-2}""", HttpStatusCode.BadRequest, "-2")]
    [InlineData("""{"start_nc":"two"}""", HttpStatusCode.BadRequest, "'start_nc' must be a whole number")]
    [InlineData("""{"start_nc":1.5}""", HttpStatusCode.BadRequest, "'start_nc' must be a whole number")]
    [InlineData("""{"multicore":true,"nc_count":2}""", HttpStatusCode.BadRequest, "'multicore' means every core")]
    [InlineData("""{"start_nc":1,"policy":"quickly"}""", HttpStatusCode.BadRequest, "'quickly' is no policy")]
    [InlineData("""{"start_nc":1,"cores":2}""", HttpStatusCode.BadRequest, "no parameter 'cores'")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "A move needs")]
    [InlineData("", HttpStatusCode.BadRequest, "A move needs")]
    [InlineData("""[1]""", HttpStatusCode.BadRequest, "no JSON object")]
    [InlineData("""{"start_nc":1,"subgraph":"none"}""", HttpStatusCode.NotFound, "none")]
    public async Task A_move_that_cannot_be_is_refused_and_nothing_is_touched(string body, HttpStatusCode status, string reason)
    {
        var error = await Client.RefusedAsync(status, Path, RestCalls.Json(body));

        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(1, (await Client.GetJsonAsync(Path)).Body.GetProperty("epoch").GetInt32());
        Assert.Equal(["0"], await CoresOfAsync(1));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_not_found()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetJsonAsync("/v2/neuron/models/none/placement")).Status);
        await Client.RefusedAsync(HttpStatusCode.NotFound, "/v2/neuron/models/none/placement", RestCalls.Json("""{"start_nc":1}"""));
    }

    [Fact]
    public async Task Shows_every_core_and_what_is_on_it()
    {
        await CoresOfAsync(3);

        var (status, body) = await Client.GetJsonAsync("/v2/neuron/cores");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("cpu", "test"), (body.GetProperty("runtime").GetString(), body.GetProperty("node").GetString()));
        Assert.Equal(4, body.GetProperty("cores").GetArrayLength());
        var core = body.GetProperty("cores")[0];
        Assert.Equal((0, 0, "ready"), (core.GetProperty("index").GetInt32(), core.GetProperty("physical_id").GetInt32(), core.GetProperty("state").GetString()));
        Assert.Equal((0, 3, 0), (core.GetProperty("in_flight").GetInt32(), core.GetProperty("executed").GetInt32(), core.GetProperty("failed").GetInt32()));
        var replica = Assert.Single(core.GetProperty("replicas").EnumerateArray());
        Assert.Equal(("same", "model", "ready"), (replica.GetProperty("model").GetString(), replica.GetProperty("subgraph").GetString(), replica.GetProperty("state").GetString()));
        Assert.True(core.GetProperty("memory").GetProperty("used").GetInt64() > 0);
        Assert.True(core.GetProperty("memory").TryGetProperty("limit", out _));
    }

    private async Task<string[]> CoresOfAsync(int requests)
    {
        var cores = new string[requests];
        for (var i = 0; i < requests; i++)
        {
            var (status, answer) = await Client.PostJsonAsync("/v2/models/same/infer", """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""");
            Assert.Equal(HttpStatusCode.OK, status);
            cores[i] = answer.GetProperty("parameters").GetProperty("neuron_core").GetString()!;
        }

        return cores;
    }
}
