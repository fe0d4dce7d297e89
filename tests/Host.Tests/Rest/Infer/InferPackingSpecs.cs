using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>Bodies that are packed on their way in and out.</summary>
public sealed class InferPackingSpecs : IAsyncLifetime
{
    private const string Path = "/v2/models/same/infer";
    private const int Count = 5_000;

    private readonly TestRepository _repository = new TestRepository().WithIdentity("same");
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync(("model-repository", _repository.Root));

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _repository.Dispose();
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("gzip", false)]
    [InlineData("deflate", true)]
    [InlineData("deflate", false)]
    public async Task What_comes_packed_is_answered_packed_to_who_takes_it(string encoding, bool asBytes)
    {
        var values = Enumerable.Range(0, Count).Select(i => i * 0.25f).ToArray();
        var bytes = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        var plain = asBytes
            ? RestCalls.Binary($$$"""{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[{{{Count}}}],"datatype":"FP32","parameters":{"binary_data_size":{{{bytes.Length}}}}}]}""", bytes)
            : (HttpContent)RestCalls.Json($$"""{"inputs":[{"name":"x","shape":[{{Count}}],"datatype":"FP32","data":[{{string.Join(',', values.Select(value => FormattableString.Invariant($"{value}")))}}]}]}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = await PackAsync(encoding, plain) };
        request.Headers.AcceptEncoding.ParseAdd(encoding);

        using var response = await _node.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(encoding, Assert.Single(response.Content.Headers.ContentEncoding));
        var unpacked = await UnpackAsync(encoding, response);
        if (asBytes)
        {
            var json = int.Parse(response.Headers.GetValues(RestCalls.JsonLength).Single(), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(bytes, unpacked[json..]);
        }
        else
        {
            using var answer = System.Text.Json.JsonDocument.Parse(unpacked);
            Assert.Equal(values, answer.RootElement.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(each => each.GetSingle()));
        }
    }

    [Fact]
    public async Task Small_results_errors_and_everything_else_are_never_packed()
    {
        foreach (var (path, content) in new (string, HttpContent?)[]
        {
            (Path, RestCalls.Json("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""")),
            (Path, RestCalls.Json($$"""{"inputs":[{"name":"{{new string('z', 4000)}}","shape":[1],"datatype":"FP32","data":[1]}]}""")),
            ("/v2/neuron/cores", null),
        })
        {
            using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = content };
            request.Headers.AcceptEncoding.ParseAdd("gzip, deflate");

            using var response = await _node.Client.SendAsync(request);

            Assert.Empty(response.Content.Headers.ContentEncoding);
            Assert.StartsWith("{", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task<HttpContent> PackAsync(string encoding, HttpContent plain)
    {
        using var packed = new MemoryStream();
        await using (Stream stream = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await plain.CopyToAsync(stream);
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add(encoding);
        if (plain.Headers.TryGetValues(RestCalls.JsonLength, out var length)) content.Headers.Add(RestCalls.JsonLength, length);
        return content;
    }

    private static async Task<byte[]> UnpackAsync(string encoding, HttpResponseMessage response)
    {
        await using var packed = await response.Content.ReadAsStreamAsync();
        await using Stream stream = encoding == "gzip" ? new GZipStream(packed, CompressionMode.Decompress) : new ZLibStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await stream.CopyToAsync(unpacked);
        return unpacked.ToArray();
    }
}
