using System.Net;
using System.Text.Json;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Resources;

/// <summary>Models that come, change and go, while others are served.</summary>
public sealed class RepositorySpecs
{
    private const string One = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    [Fact]
    public async Task All_is_loaded_at_the_start_and_the_highest_version_serves()
    {
        using var repository = new TestRepository().WithIdentity("a").WithIdentity("b").WithIdentity("b", version: 10).WithNegation("b", 9);
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));

        Assert.Equal(["a 1 READY", "b 1 UNAVAILABLE not loaded", "b 9 UNAVAILABLE not loaded", "b 10 READY"], await IndexAsync(node));
        Assert.Equal(["a 1 READY", "b 10 READY"], await IndexAsync(node, """{"ready":true}"""));
        Assert.Equal("""{"models":["a","b"]}""", (await node.Client.GetJsonAsync("/v2/models")).Body.GetRawText());
        Assert.Equal("10", await VersionAsync(node, "b"));
    }

    [Fact]
    public async Task Explicit_loads_nothing_but_what_is_named()
    {
        using var repository = new TestRepository().WithIdentity("a").WithIdentity("b");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root), ("model-control-mode", "explicit"), ("load-model", "b"));

        Assert.Equal(["a 1 UNAVAILABLE not loaded", "b 1 READY"], await IndexAsync(node));
        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "a")).Status);
        Assert.Equal("1", await VersionAsync(node, "a"));
    }

    [Fact]
    public async Task A_model_that_is_unloaded_is_gone_and_may_come_back()
    {
        using var repository = new TestRepository().WithIdentity("a");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));

        Assert.Equal(HttpStatusCode.OK, (await UnloadAsync(node, "a")).Status);
        Assert.Equal(["a 1 UNAVAILABLE unloaded"], await IndexAsync(node));
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.PostJsonAsync("/v2/models/a/infer", One)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await UnloadAsync(node, "a")).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "a")).Status);
        Assert.Equal("1", await VersionAsync(node, "a"));
    }

    [Fact]
    public async Task Versions_may_serve_side_by_side_by_a_configuration()
    {
        using var repository = new TestRepository().WithIdentity("a").WithNegation("a", 2).WithIdentity("a", version: 3);
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));
        Assert.Equal("3", await VersionAsync(node, "a"));

        var config = JsonSerializer.Serialize("""{"name":"a","version_policy":{"specific":{"versions":[1,2]}},"parameters":{"nc_count":{"string_value":"2"}}}""");
        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "a", $$"""{"parameters":{"config":{{config}} } }""")).Status);

        Assert.Equal("2", await VersionAsync(node, "a"));
        var (_, first) = await node.Client.PostJsonAsync("/v2/models/a/versions/1/infer", One);
        var (_, second) = await node.Client.PostJsonAsync("/v2/models/a/versions/2/infer", One);
        Assert.Equal("[1]", first.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        Assert.Equal("[-1]", second.GetProperty("outputs")[0].GetProperty("data").GetRawText());
        Assert.Equal(["a 1 READY", "a 2 READY"], (await IndexAsync(node))[..2]);
        var (_, shown) = await node.Client.GetJsonAsync("/v2/models/a/config");
        Assert.Equal("2", shown.GetProperty("instance_group")[0].GetProperty("count").GetRawText());
        Assert.Equal("""{"specific":{"versions":[1,2]}}""", shown.GetProperty("version_policy").GetRawText());

        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/neuron/models/a/versions/1/placement", """{"start_nc":3}""")).Status);
        var (_, moved) = await node.Client.GetJsonAsync("/v2/neuron/models/a/versions/1/placement");
        Assert.Equal("[3]", moved.GetProperty("subgraphs")[0].GetProperty("cores").GetRawText());

        // What is shown may be sent back.
        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "a", $$"""{"parameters":{"config":{{JsonSerializer.Serialize(shown.GetRawText())}} } }""")).Status);
    }

    [Fact]
    public async Task A_load_may_say_where_to()
    {
        using var repository = new TestRepository().WithIdentity("a");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));

        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "a", """{"parameters":{"start_nc":1,"nc_count":2}}""")).Status);

        var (_, placement) = await node.Client.GetJsonAsync("/v2/neuron/models/a/placement");
        Assert.Equal("[1,2]", placement.GetProperty("subgraphs")[0].GetProperty("cores").GetRawText());
        var (_, cores) = await node.Client.GetJsonAsync("/v2/neuron/cores");
        Assert.Empty(cores.GetProperty("cores")[0].GetProperty("replicas").EnumerateArray());
        Assert.Equal("a", cores.GetProperty("cores")[1].GetProperty("replicas")[0].GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("none", "{}", HttpStatusCode.NotFound, "no model 'none'")]
    [InlineData("%2E%2E%2Fa", "{}", HttpStatusCode.BadRequest, "no model name")]
    [InlineData("a", """{"parameters":{"nc_count":9}}""", HttpStatusCode.BadRequest, "9")]
    [InlineData("a", """{"parameters":{"cores":9}}""", HttpStatusCode.BadRequest, "no parameter 'cores'")]
    [InlineData("a", """{"parameters":{"config":"{"}}""", HttpStatusCode.BadRequest, "no model configuration")]
    [InlineData("a", """{"parameters":{"config":"{\"name\":\"b\"}"}}""", HttpStatusCode.BadRequest, "is for model 'b'")]
    [InlineData("a", """{"parameters":{"config":"{\"ensemble_scheduling\":{}}"}}""", HttpStatusCode.BadRequest, "'ensemble_scheduling'")]
    [InlineData("a", """{"parameters":{"config":"{\"version_policy\":{\"specific\":{\"versions\":[4]}}}"}}""", HttpStatusCode.NotFound, "no version 4")]
    [InlineData("a", """{"parameters":{"config":"{\"default_model_filename\":\"../b/1/model.onnx\"}"}}""", HttpStatusCode.BadRequest, "without a folder")]
    [InlineData("a", """{"parameters":""", HttpStatusCode.BadRequest, "no JSON object")]
    public async Task A_load_that_cannot_be_is_refused_and_what_served_serves_on(string model, string body, HttpStatusCode status, string reason)
    {
        using var repository = new TestRepository().WithIdentity("a").WithIdentity("b");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));

        var error = await node.Client.RefusedAsync(status, $"/v2/repository/models/{model}/load", RestCalls.Json(body));

        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal("1", await VersionAsync(node, "a"));
        Assert.Equal(["a 1 READY", "b 1 READY"], await IndexAsync(node));
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_keeps_the_node_unready_and_says_why_until_it_can()
    {
        using var repository = new TestRepository().WithIdentity("good").With("bad", 1, [1, 2, 3]);
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));

        var (status, why) = await node.Client.GetJsonAsync("/v2/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Model 'bad' was asked for and is not loaded.", why.GetProperty("error").GetString());
        Assert.StartsWith("bad 1 UNAVAILABLE ", (await IndexAsync(node))[0], StringComparison.Ordinal);
        Assert.Equal("1", await VersionAsync(node, "good"));

        repository.WithIdentity("bad");
        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "bad")).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task A_model_is_loaded_as_its_own_configuration_says_and_what_is_no_model_stands_in_nobodys_way()
    {
        using var repository = new TestRepository().WithIdentity("a").WithNegation("a", 2)
            .WithFile("a/config.json", [.. """{"version_policy":{"specific":{"versions":[1]}},"parameters":{"start_nc":{"string_value":"3"}}}"""u8])
            .WithFile("notes/x", []);
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));

        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
        Assert.Equal("1", await VersionAsync(node, "a"));
        Assert.Equal("[3]", (await node.Client.GetJsonAsync("/v2/neuron/models/a/placement")).Body.GetProperty("subgraphs")[0].GetProperty("cores").GetRawText());
        var (_, index) = await node.Client.PostJsonAsync("/v2/repository/index");
        Assert.Equal("notes", index[2].GetProperty("name").GetString());
        Assert.Contains("neither a model nor a numbered version", index[2].GetProperty("reason").GetString(), StringComparison.Ordinal);

        // A change of the configuration alone is a change, and a plain load without one has nothing to do.
        var epoch = await EpochAsync(node);
        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "a")).Status);
        Assert.Equal(epoch, await EpochAsync(node));
        repository.WithFile("a/config.json", [.. "{}"u8]);
        Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "a")).Status);
        Assert.Equal("2", await VersionAsync(node, "a"));
    }

    [Theory]
    [InlineData("/v2/repository/index")]
    [InlineData("/v2/repository/models/a/load")]
    [InlineData("/v2/neuron/models/a/placement")]
    public async Task Bodies_of_other_calls_may_be_missing_and_may_not_be_bombs(string path)
    {
        using var repository = new TestRepository().WithIdentity("a");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));

        foreach (var depth in (int[])[100, 100_000])
        {
            var bomb = $$"""{"parameters":{"config":{{new string('[', depth)}}{{new string(']', depth)}} } }""";
            Assert.Contains("no JSON object", await node.Client.RefusedAsync(HttpStatusCode.BadRequest, path, RestCalls.Json(bomb)), StringComparison.Ordinal);
        }

        // As the reference client sends what has nothing to say: without a body, and without saying that there is none.
        await using var connection = await RawConnection.OpenAsync(node.Http);
        await connection.SendAsync($"POST {path} HTTP/1.1\r\nHost: node\r\n\r\n");
        Assert.Equal(path.EndsWith("placement", StringComparison.Ordinal) ? 400 : 200, (await connection.ReceiveAsync()).Status);
        Assert.Equal("1", await VersionAsync(node, "a"));
    }

    [Fact]
    public async Task No_memory_is_507_and_what_served_serves_on()
    {
        using var repository = new TestRepository().WithSimulated("a").WithSimulated("huge", memory: "64GiB");
        var runtime = new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(2) });
        await using var node = await TestNode.StartAsync(runtime, ("model-repository", repository.Root), ("model-control-mode", "explicit"), ("load-model", "a"));

        var (status, _) = await LoadAsync(node, "huge");

        Assert.Equal(507, (int)status);
        Assert.Equal("1", await VersionAsync(node, "a"));
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task Reloads_new_versions_and_moves_under_traffic_fail_no_request_and_lose_no_count()
    {
        using var repository = new TestRepository().WithIdentity("a");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root));
        using var end = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 8).Select(_ => SendUntilAsync(node, end.Token)).ToArray();

        for (var round = 2; round <= 12; round++)
        {
            if (round % 2 == 0) repository.WithIdentity("a", version: round);
            Assert.Equal(HttpStatusCode.OK, (await LoadAsync(node, "a", $$"""{"parameters":{"start_nc":{{round % 4}} } }""")).Status);
            Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/neuron/models/a/placement", """{"multicore":true}""")).Status);
        }

        await end.CancelAsync();
        var sent = (await Task.WhenAll(senders)).Sum();
        Assert.Equal("12", await VersionAsync(node, "a"));
        Assert.True(sent > 100, $"Only {sent} requests were sent.");
    }

    [Fact]
    public async Task Polling_follows_the_folders()
    {
        using var repository = new TestRepository().WithIdentity("a");
        await using var node = await TestNode.StartAsync(("model-repository", repository.Root), ("model-control-mode", "poll"), ("poll-interval", "20ms"));
        Assert.Equal(HttpStatusCode.BadRequest, (await LoadAsync(node, "a")).Status);

        repository.WithNegation("a", 2).WithIdentity("b");
        await UntilAsync(async () => (await IndexAsync(node, """{"ready":true}""")).SequenceEqual(["a 2 READY", "b 1 READY"]));
        Directory.Delete(Path.Combine(repository.Root, "a"), recursive: true);
        await UntilAsync(async () => (await IndexAsync(node)).SequenceEqual(["b 1 READY"]));
        Assert.Equal("1", await VersionAsync(node, "b"));
    }

    private static async Task<long> SendUntilAsync(TestNode node, CancellationToken end)
    {
        var sent = 0L;
        for (; !end.IsCancellationRequested; sent++)
        {
            var (status, answer) = await node.Client.PostJsonAsync("/v2/models/a/infer", One);
            Assert.True(status == HttpStatusCode.OK, $"{status}: {answer.GetRawText()}");
        }

        return sent;
    }

    private static async Task<string[]> IndexAsync(TestNode node, string body = "")
    {
        var (status, index) = await node.Client.PostJsonAsync("/v2/repository/index", body);
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. index.EnumerateArray().Select(entry =>
            $"{entry.GetProperty("name")} {entry.GetProperty("version")} {entry.GetProperty("state")} {entry.GetProperty("reason")}".TrimEnd())];
    }

    private static async Task<int> EpochAsync(TestNode node) =>
        (await node.Client.GetJsonAsync("/v2/neuron/models/a/placement")).Body.GetProperty("epoch").GetInt32();

    private static async Task<string> VersionAsync(TestNode node, string model)
    {
        var (status, answer) = await node.Client.PostJsonAsync($"/v2/models/{model}/infer", One);
        Assert.Equal(HttpStatusCode.OK, status);
        return answer.GetProperty("model_version").GetString()!;
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> LoadAsync(TestNode node, string model, string body = "{}") =>
        node.Client.PostJsonAsync($"/v2/repository/models/{model}/load", body);

    private static Task<(HttpStatusCode Status, JsonElement Body)> UnloadAsync(TestNode node, string model) =>
        node.Client.PostJsonAsync($"/v2/repository/models/{model}/unload", """{"parameters":{"unload_dependents":false}}""");

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var since = System.Diagnostics.Stopwatch.GetTimestamp(); !await condition();)
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "Waited in vain.");
            await Task.Delay(10);
        }
    }
}
