using System.IO.Compression;
using System.Net;
using System.Text;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>What clients get wrong: each is answered with a status and a reason, and the next request finds the node as it was.</summary>
public sealed class InferErrorSpecs(InferErrorSpecs.Node node) : IClassFixture<InferErrorSpecs.Node>
{
    private const string Path = "/v2/models/same/infer";
    private const string Good = """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1,2]}]}""";

    private HttpClient Client => node.Value.Client;

    public static TheoryData<string, string> BadJson => new()
    {
        { "", "The request is no JSON" },
        { "{", "The request is no JSON" },
        { "[]", "The request must be an object" },
        { Good + "x", "The request is no JSON" },
        { """{"inputs":{}}""", "'inputs' must be an array" },
        { """{"inputs":[1]}""", "Each of 'inputs' must be an object" },
        { """{"inputs":[]}""", "input 'x' (FP32 [?]) is missing" },
        { """{}""", "input 'x' (FP32 [?]) is missing" },
        { Input("""  "shape":[2],"datatype":"FP32","data":[1,2] """), "An input has no 'name'" },
        { Input(""" "name":"x","datatype":"FP32","data":[1,2] """), "Input 'x' has no 'shape'" },
        { Input(""" "name":"x","shape":[2],"data":[1,2] """), "Input 'x' has no 'datatype'" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32" """), "Input 'x' has no 'data'" },
        { Input(""" "name":"z","shape":[2],"datatype":"FP32","data":[1,2] """), "there is no input 'z'" },
        { Input(""" "name":"x","shape":[2],"datatype":"INT32","data":[1,2] """), "input 'x' takes FP32 [?], and INT32 [2] was given" },
        { Input(""" "name":"x","shape":[1,2],"datatype":"FP32","data":[1,2] """), "input 'x' takes FP32 [?], and FP32 [1, 2] was given" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP99","data":[1,2] """), "'FP99' is no datatype" },
        { Input(""" "name":"x","shape":[-2],"datatype":"FP32","data":[1,2] """), "A dimension is -2, and must not be negative" },
        { Input(""" "name":"x","shape":[2.5],"datatype":"FP32","data":[1,2] """), "Each of 'shape' must be a whole number" },
        { Input(""" "name":"x","shape":[18446744073709551616],"datatype":"FP32","data":[1,2] """), "Each of 'shape' must be a whole number" },
        { Input(""" "name":"x","shape":[4294967296,4294967296],"datatype":"FP32","data":[1,2] """), "has more elements than memory can hold" },
        { Input(""" "name":"x","shape":[4611686018427387904,2],"datatype":"FP32","data":[1,2] """), "has more elements than memory can hold" },
        { Input(""" "name":"x","shape":[2000000000],"datatype":"FP32","data":[1,2] """), "is 2000000000 elements, and there are fewer" },
        { Input(""" "name":"x","shape":[3],"datatype":"FP32","data":[1,2] """), "there are 2 elements, and its shape is 3" },
        { Input(""" "name":"x","shape":[1],"datatype":"FP32","data":[1,2] """), "there are more than the 1 elements" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,"a"] """), "\"a\" is no FP32" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,{}] """), "an object is no FP32" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,null] """), "null is no FP32" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,1e39] """), "1e39 is no FP32" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":7 """), "'data' must be an array" },
        { Input(""" "name":"x","shape":[2],"datatype":"UINT8","data":[1,256] """), "256 is no UINT8" },
        { Input(""" "name":"x","shape":[2],"datatype":"INT64","data":[1,1.5] """), "1.5 is no INT64" },
        { Input(""" "name":"x","shape":[2],"datatype":"BOOL","data":[1,2] """), "2 is no BOOL" },
        { Input(""" "name":"x","shape":[2],"datatype":"BYTES","data":["a",2] """), "2 is no string" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,2] """, more: ""","outputs":[{"name":"z"}]"""), "There is no output 'z'; the model gives 'y'" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,2] """, more: ""","outputs":[{"name":"y"},{"name":"y"}]"""), "Output 'y' is asked for more than once" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,2] """, more: ""","outputs":[{}]"""), "An output has no 'name'" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,2] """, more: ""","parameters":{"priority":-1}"""), "'priority' must be a whole number" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,2] """, more: ""","parameters":{"timeout":"soon"}"""), "'timeout' must be a whole number" },
        { Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,2] """, more: ""","parameters":[]"""), "'parameters' must be an object" },
        { """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1,2]},{"name":"x","shape":[2],"datatype":"FP32","data":[1,2]}]}""", "input 'x' was given more than once" },
        { """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}}]}""", "says that it has 8 bytes, and 0 are left" },
        { """{"inputs":[{"name":"x","shape":[2],"datatype":"BYTES","data":["\ud800","a"]}]}""", "The request is no JSON" },
    };

    public static TheoryData<string, int, string> BadBinary => new()
    {
        { """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}}]}""", 7, "says that it has 8 bytes, and 7 are left" },
        { """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}}]}""", 9, "1 bytes behind the JSON belong to no input" },
        { """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":7}}]}""", 7, "FP32 [2] takes 8 bytes, and 7 were given" },
        { """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":-8}}]}""", 8, "'binary_data_size' must be a whole number that is not negative" },
        { """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1,2],"parameters":{"binary_data_size":8}}]}""", 8, "has 'data' and 'binary_data_size'" },
        { """{"inputs":[{"name":"x","shape":[4294967296,4294967296],"datatype":"FP32","parameters":{"binary_data_size":8}}]}""", 8, "more elements than memory can hold" },
        { """{"inputs":[{"name":"x","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":8}}]}""", 8, "BYTES" },
    };

    [Theory]
    [MemberData(nameof(BadJson))]
    public async Task Json_that_is_wrong_is_refused_with_the_reason(string json, string reason)
    {
        var error = await Client.RefusedAsync(HttpStatusCode.BadRequest, Path, RestCalls.Json(json));

        Assert.Contains(reason, error, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [MemberData(nameof(BadBinary))]
    public async Task Bytes_that_are_too_many_or_too_few_are_refused_with_the_reason(string json, int bytes, string reason)
    {
        var error = await Client.RefusedAsync(HttpStatusCode.BadRequest, Path, RestCalls.Binary(json, Enumerable.Repeat((byte)0xFF, bytes).ToArray()));

        Assert.Contains(reason, error, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData("1000000", "and the body has")]
    [InlineData("-1", "must be a whole number that is not negative")]
    [InlineData("many", "must be a whole number that is not negative")]
    [InlineData("99999999999999999999", "must be a whole number that is not negative")]
    [InlineData("1", "The request is no JSON")]
    [InlineData("0", "FP32 [2] takes 8 bytes")]
    public async Task A_length_of_the_json_that_cannot_be_is_refused(string length, string reason)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good)[..^2]);
        content.Headers.TryAddWithoutValidation(RestCalls.JsonLength, length);

        var error = await Client.RefusedAsync(HttpStatusCode.BadRequest, length == "0" ? "/v2/models/pairs/infer" : Path, content);

        Assert.Contains(reason, error, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task A_depth_bomb_is_refused(int depth)
    {
        var data = new string('[', depth) + new string(']', depth);

        var inData = await Client.RefusedAsync(HttpStatusCode.BadRequest, Path, RestCalls.Json(Input($""" "name":"x","shape":[2],"datatype":"FP32","data":{data} """)));
        var elsewhere = await Client.RefusedAsync(HttpStatusCode.BadRequest, Path, RestCalls.Json($$"""{"unknown":{{data}}}"""));

        Assert.Contains("data[0] is an array, and its shape [2] asks for an element there", inData, StringComparison.Ordinal);
        Assert.Contains("depth", elsewhere, StringComparison.Ordinal);
        Assert.Contains("depth", await Client.RefusedAsync(HttpStatusCode.BadRequest, Path, RestCalls.Json(Input($""" "data":{data} """))), StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_body_that_unpacks_to_more_than_is_taken_is_refused(string encoding)
    {
        var bomb = new ByteArrayContent(Pack(encoding, new byte[8 << 20]));
        bomb.Headers.ContentEncoding.Add(encoding);

        var error = await Client.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, Path, bomb);

        Assert.Contains("larger than the 1048576 bytes", error, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData("gzip", "cannot be unpacked as gzip")]
    [InlineData("deflate", "cannot be unpacked as deflate")]
    [InlineData("br", "A body packed as 'br' is not understood")]
    public async Task A_body_that_cannot_be_unpacked_is_refused(string encoding, string reason)
    {
        var content = RestCalls.Json(Good);
        content.Headers.ContentEncoding.Add(encoding);

        var error = await Client.RefusedAsync(HttpStatusCode.BadRequest, Path, content);

        Assert.Contains(reason, error, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_whether_it_says_so_or_not(bool saysSo)
    {
        var size = (1 << 20) + 1;
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = saysSo ? new ByteArrayContent(new byte[size]) : new ChunkedContent(new byte[size]) };

        // A client that waits for leave is refused before it has sent anything.
        request.Headers.ExpectContinue = saysSo;

        using var response = await Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("error", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Fact]
    public async Task A_model_and_a_version_that_are_not_there_are_not_found()
    {
        Assert.Equal("No model 'none' is loaded.", await Client.RefusedAsync(HttpStatusCode.NotFound, "/v2/models/none/infer", RestCalls.Json(Good)));
        Assert.Equal("Version 7 of model 'same' is not loaded; loaded: 1.", await Client.RefusedAsync(HttpStatusCode.NotFound, "/v2/models/same/versions/7/infer", RestCalls.Json(Good)));
        Assert.Contains("'x' is no version", await Client.RefusedAsync(HttpStatusCode.BadRequest, "/v2/models/same/versions/x/infer", RestCalls.Json(Good)), StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData("GET", "/v2/models/same/infer", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/v2/health/live", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/v2/models/same", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v2/repository/index", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v2/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/nothing/at/all", HttpStatusCode.NotFound)]
    public async Task Wrong_verbs_and_paths_have_a_status_and_a_reason(string verb, string path, HttpStatusCode expected)
    {
        var (status, body) = await Client.CallAsync(new HttpMethod(verb), path);

        Assert.Equal(expected, status);
        Assert.Contains(path, body.GetProperty("error").GetString(), StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Fact]
    public async Task What_is_not_done_here_is_refused_instead_of_ignored()
    {
        var classification = Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,2] """, more: ""","outputs":[{"name":"y","parameters":{"classification":1}}]""");
        var sequence = Input(""" "name":"x","shape":[2],"datatype":"FP32","data":[1,2] """, more: ""","parameters":{"sequence_id":7}""");
        var shared = Input(""" "name":"x","shape":[2],"datatype":"FP32","parameters":{"shared_memory_region":"r"} """);

        foreach (var (json, parameter) in new[] { (classification, "classification"), (sequence, "sequence_id"), (shared, "shared_memory_region") })
        {
            Assert.Contains(parameter, await Client.RefusedAsync(HttpStatusCode.NotImplemented, Path, RestCalls.Json(json)), StringComparison.Ordinal);
        }

        await AssertServesAsync();
    }

    private static string Input(string input, string more = "") => $$"""{"inputs":[{{{input}}}]{{more}}}""";

    private static byte[] Pack(string encoding, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest) : new ZLibStream(packed, CompressionLevel.Fastest)) stream.Write(bytes);
        return packed.ToArray();
    }

    private async Task AssertServesAsync()
    {
        var (status, answer) = await Client.PostJsonAsync(Path, Good);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("[1,2]", answer.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    public sealed class Node : IAsyncLifetime
    {
        private readonly TestRepository _repository = new TestRepository()
            .WithIdentity("same")
            .With("pairs", 1, new NativeRuntime.Tests.Cpu.OnnxModelBuilder()
                .Input("x", NativeRuntime.Tests.Cpu.OnnxType.Float, 2)
                .Output("y", NativeRuntime.Tests.Cpu.OnnxType.Float, 2)
                .Node("Identity", ["x"], ["y"])
                .Build());

        internal TestNode Value { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Value = await TestNode.StartAsync(("model-repository", _repository.Root), ("max-request-bytes", "1MiB"));

        public async Task DisposeAsync()
        {
            await Value.DisposeAsync();
            _repository.Dispose();
        }
    }
}
