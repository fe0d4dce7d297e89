using System.Net;
using Grpc.Core;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>Bodies that are larger than what is taken: the client gets an answer, and not a broken connection, also when it reads only once it has sent all.</summary>
public sealed class OversizeSpecs(OversizeSpecs.Node node) : IClassFixture<OversizeSpecs.Node>
{
    private const string Path = "/v2/models/same/infer";
    private const string Good = """{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","data":[1,2]}]}""";
    private const int Large = 24 << 20;

    private HttpClient Client => node.Value.Client;

    [Theory]
    [InlineData(Path, 413, "larger than the 1048576 bytes")]
    [InlineData("/v2/repository/index", 413, "larger than the 1048576 bytes")]
    [InlineData("/v2/repository/models/same/load", 413, "larger than the 1048576 bytes")]
    [InlineData("/v2/models/none/infer", 404, "No model 'none' is loaded.")]
    public async Task Who_sends_all_before_it_reads_gets_the_answer_and_keeps_its_connection(string path, int status, string reason)
    {
        await using var connection = await RawConnection.OpenAsync(node.Value.Http);

        await connection.SendAsync(RawConnection.Post(path, new string(' ', Large)));
        await AssertRefusedAsync(connection, status, reason);
        await connection.SendAsync($"POST {path} HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n{Large:x}\r\n{new string(' ', Large)}\r\n0\r\n\r\n");
        await AssertRefusedAsync(connection, status, reason);

        await connection.SendAsync(RawConnection.Post(Path, Good));
        Assert.Equal(200, (await connection.ReceiveAsync()).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_ordinary_client_sees_413_and_the_reason(bool saysSo)
    {
        for (var i = 0; i < 3; i++)
        {
            var error = await Client.RefusedAsync(
                HttpStatusCode.RequestEntityTooLarge, Path, saysSo ? new ByteArrayContent(new byte[Large]) : new ChunkedContent(new byte[Large], 64 << 10));
            Assert.Contains("larger than the 1048576 bytes", error, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await Client.PostJsonAsync(Path, Good)).Status);
    }

    [Fact]
    public async Task Who_never_ends_gets_the_answer_and_is_cut_off()
    {
        await using var connection = await RawConnection.OpenAsync(node.Value.Http);
        await connection.SendAsync($"POST {Path} HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n");
        var sending = connection.SendUntilClosedAsync($"10000\r\n{new string(' ', 0x10000)}\r\n");

        await AssertRefusedAsync(connection, 413, "larger than the 1048576 bytes");

        await sending;
        Assert.Equal(HttpStatusCode.OK, (await Client.PostJsonAsync(Path, Good)).Status);
    }

    [Fact]
    public async Task Over_grpc_it_is_exhausted_for_a_call_and_for_a_stream_and_the_connection_lives()
    {
        using var channel = node.Value.Connect();
        var large = GrpcCalls.Request("same", new float[Large / 4]);

        for (var i = 0; i < 3; i++) await GrpcCalls.RefusedAsync(StatusCode.ResourceExhausted, channel.Inference().ModelInferAsync(large));
        using var stream = channel.Inference().ModelStreamInfer();
        await GrpcCalls.RefusedAsync(StatusCode.ResourceExhausted, async () =>
        {
            // The refusal may come while the client still writes. What it was is said where answers are read.
            var answer = stream.ResponseStream.MoveNext(default);
            await stream.RequestStream.WriteAsync(large).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await answer;
        });

        Assert.Equal([1, 2], (await channel.Inference().ModelInferAsync(GrpcCalls.Request("same", 1, 2))).Floats());
    }

    private static async Task AssertRefusedAsync(RawConnection connection, int status, string reason)
    {
        var answer = await connection.ReceiveAsync();
        Assert.Equal(status, answer.Status);
        Assert.StartsWith("""{"error":""", answer.Body, StringComparison.Ordinal);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
    }

    public sealed class Node : IAsyncLifetime
    {
        private readonly TestRepository _repository = new TestRepository().WithIdentity("same");

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
