using System.Net;
using System.Text.Json;
using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Resources;

/// <summary>Models whose files come with the load.</summary>
public sealed class UploadSpecs : IDisposable
{
    private const string One = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";
    private static readonly byte[] Same = Graphs.Identity(OnnxType.Float).Build();
    private static readonly byte[] Turned = Graphs.Negation().Build();

    private readonly TestRepository _repository = new TestRepository().WithIdentity("a");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task A_model_that_is_not_in_the_repository_comes_with_its_load_and_is_gone_with_its_unload()
    {
        await using var node = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await LoadAsync(node, "new", "{}", ("1/model.onnx", Turned)));
        Assert.Equal("1: [-1]", await InferAsync(node, "new"));
        Assert.Equal(["a 1 READY", "new 1 READY"], await IndexAsync(node));
        var file = Assert.Single(FilesOf(node));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(node.Uploads!));

        // A load without files takes those that there are.
        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/repository/models/new/load", """{"parameters":{"start_nc":3}}""")).Status);
        Assert.Equal("1: [-1]", await InferAsync(node, "new"));
        Assert.Equal("[3]", (await node.Client.GetJsonAsync("/v2/neuron/models/new/placement")).Body.GetProperty("subgraphs")[0].GetProperty("cores").GetRawText());
        Assert.Equal(file, Assert.Single(FilesOf(node)));

        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/repository/models/new/unload")).Status);
        Assert.Equal(["a 1 READY"], await IndexAsync(node));
        Assert.Empty(FilesOf(node));
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.PostJsonAsync("/v2/repository/models/new/load")).Status);
        Assert.Equal("1: [1]", await InferAsync(node, "a"));
    }

    [Fact]
    public async Task Files_stand_in_for_the_repository_until_a_load_without_them_and_older_ones_are_deleted()
    {
        await using var node = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await LoadAsync(node, "a", """{"version_policy":{"all":{}}}""", ("1/model.onnx", Turned), ("7/model.onnx", Same)));
        Assert.Equal("7: [1]", await InferAsync(node, "a"));
        Assert.Equal("1: [-1]", await InferAsync(node, "a/versions/1"));
        Assert.Equal(HttpStatusCode.OK, await LoadAsync(node, "a", "{}", ("2/model.onnx", Turned)));
        Assert.Equal("2: [-1]", await InferAsync(node, "a"));
        Assert.Single(FilesOf(node));

        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/repository/models/a/load")).Status);
        Assert.Equal("1: [1]", await InferAsync(node, "a"));
        Assert.Empty(FilesOf(node));
    }

    [Fact]
    public async Task A_model_of_several_files_is_one()
    {
        await using var node = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await LoadAsync(
            node,
            "chain",
            "{}",
            ("1/model.json", [.. """{"subgraphs":[{"name":"first","file":"first.onnx","outputs":{"y":"m"}},{"name":"second","file":"second.onnx","inputs":{"x":"m"}}]}"""u8]),
            ("1/first.onnx", Turned),
            ("1/second.onnx", Turned)));

        Assert.Equal("1: [1]", await InferAsync(node, "chain"));
    }

    [Theory]
    [InlineData("file:1/../model.onnx", "without a folder")]
    [InlineData("file:../1/model.onnx", "must name a version")]
    [InlineData("file:/etc/model.onnx", "must name a version")]
    [InlineData("file:0/model.onnx", "must name a version")]
    [InlineData("file:01/model.onnx", "must name a version")]
    [InlineData("file:-1/model.onnx", "must name a version")]
    [InlineData("file:model.onnx", "must name a version")]
    [InlineData("file:", "must name a version")]
    [InlineData("file:1/", "without a folder")]
    [InlineData("file:1/..", "without a folder")]
    [InlineData("file:1/.hidden.onnx", "without a folder")]
    [InlineData("file:1/sub/model.onnx", "without a folder")]
    [InlineData("file:1/sub\\model.onnx", "without a folder")]
    [InlineData("file:1/model\u0000.onnx", "without a folder")]
    public async Task A_name_that_is_no_name_of_a_file_of_a_version_is_refused_and_nothing_is_written(string key, string reason)
    {
        await using var node = await StartAsync();

        var error = await node.Client.RefusedAsync(
            HttpStatusCode.BadRequest, "/v2/repository/models/new/load", RestCalls.Json(JsonSerializer.Serialize(new { parameters = new Dictionary<string, string> { ["config"] = "{}", [key] = "AAAA" } })));

        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Empty(FilesOf(node));
        Assert.Equal("1: [1]", await InferAsync(node, "a"));
    }

    [Theory]
    [InlineData("""{"file:1/model.onnx":"AAAA"}""", "need a 'config'")]
    [InlineData("""{"config":"{}","file:1/model.onnx":"?"}""", "must be bytes in base64")]
    [InlineData("""{"config":"{}","file:1/model.onnx":1}""", "must be bytes in base64")]
    [InlineData("""{"config":"{","file:1/model.onnx":"AAAA"}""", "no model configuration")]
    [InlineData("""{"config":"{}","file:1/notes.txt":"AAAA"}""", "holds no model")]
    [InlineData("""{"config":"{}","file:1/model.onnx":"AAAA"}""", "")]
    [InlineData("""{"config":"{\"version_policy\":{\"specific\":{\"versions\":[2]}}}","file:1/model.onnx":"AAAA"}""", "no version 2")]
    public async Task A_load_that_cannot_be_leaves_no_file_and_what_served_serves_on(string parameters, string reason)
    {
        await using var node = await StartAsync();

        var (status, body) = await node.Client.PostJsonAsync("/v2/repository/models/a/load", $$"""{"parameters":{{parameters}} }""");

        Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented, $"{status}: {body.GetRawText()}");
        Assert.Contains(reason, body.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(FilesOf(node));
        Assert.Equal("1: [1]", await InferAsync(node, "a"));
    }

    [Fact]
    public async Task Files_together_take_no_more_than_they_may_and_leave_room_when_they_go()
    {
        await using var node = await StartAsync(("max-upload-bytes", $"{Turned.Length + Same.Length}"));
        Assert.Equal(HttpStatusCode.OK, await LoadAsync(node, "one", "{}", ("1/model.onnx", Same)));
        Assert.Equal(HttpStatusCode.OK, await LoadAsync(node, "two", "{}", ("1/model.onnx", Turned)));

        Assert.Equal(HttpStatusCode.InsufficientStorage, await LoadAsync(node, "three", "{}", ("1/model.onnx", Same)));

        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/repository/models/one/unload")).Status);
        Assert.Equal(HttpStatusCode.OK, await LoadAsync(node, "three", "{}", ("1/model.onnx", Same)));
        Assert.Equal("1: [1]", await InferAsync(node, "three"));
        Assert.Equal("1: [-1]", await InferAsync(node, "two"));
    }

    [Fact]
    public async Task The_folder_goes_with_the_node()
    {
        string folder;
        await using (var node = await StartAsync())
        {
            Assert.Equal(HttpStatusCode.OK, await LoadAsync(node, "new", "{}", ("1/model.onnx", Turned)));
            folder = node.Uploads!;
            Assert.True(Directory.Exists(folder));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Files_need_the_key_like_every_load_and_are_not_taken_where_the_folders_decide()
    {
        await using var locked = await StartAsync(("api-key", "sesame"));
        Assert.Equal(HttpStatusCode.Unauthorized, await LoadAsync(locked, "new", "{}", ("1/model.onnx", Turned)));
        Assert.Null(locked.Uploads);
        locked.Client.Authorize("sesame");
        Assert.Equal(HttpStatusCode.OK, await LoadAsync(locked, "new", "{}", ("1/model.onnx", Turned)));

        await using var polling = await StartAsync(("model-control-mode", "poll"));
        Assert.Equal(HttpStatusCode.BadRequest, await LoadAsync(polling, "new", "{}", ("1/model.onnx", Turned)));
        Assert.Null(polling.Uploads);
    }

    private static string[] FilesOf(TestNode node) =>
        node.Uploads is { } folder ? [.. Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("config.json" or "owner"))] : [];

    private static async Task<HttpStatusCode> LoadAsync(TestNode node, string model, string config, params (string Name, byte[] Content)[] files)
    {
        var parameters = files.ToDictionary(file => $"file:{file.Name}", file => Convert.ToBase64String(file.Content));
        parameters["config"] = config;
        return (await node.Client.PostJsonAsync($"/v2/repository/models/{model}/load", JsonSerializer.Serialize(new { parameters }))).Status;
    }

    private static async Task<string> InferAsync(TestNode node, string model)
    {
        var (status, answer) = await node.Client.PostJsonAsync($"/v2/models/{model}/infer", One);
        Assert.True(status == HttpStatusCode.OK, answer.GetRawText());
        return $"{answer.GetProperty("model_version").GetString()}: {answer.GetProperty("outputs")[0].GetProperty("data").GetRawText()}";
    }

    private static async Task<string[]> IndexAsync(TestNode node)
    {
        var (_, index) = await node.Client.PostJsonAsync("/v2/repository/index", "");
        return [.. index.EnumerateArray().Select(entry => $"{entry.GetProperty("name")} {entry.GetProperty("version")} {entry.GetProperty("state")}")];
    }

    private Task<TestNode> StartAsync(params (string Name, string Value)[] more) => TestNode.StartAsync([("model-repository", _repository.Root), .. more]);
}
