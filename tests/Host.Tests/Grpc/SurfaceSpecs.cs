using System.Net;
using System.Net.Http.Headers;
using Grpc.Net.Client;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc;

/// <summary>gRPC is answered where it was said to be, and nowhere else.</summary>
public sealed class SurfaceSpecs : IDisposable
{
    private const string Live = "/inference.GRPCInferenceService/ServerLive";

    private readonly TestRepository _repository = new TestRepository().WithIdentity("same");

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData(Live, "application/grpc")]
    [InlineData(Live, "application/json")]
    [InlineData("/of.Nobody/Anything", "application/grpc")]
    public async Task The_address_of_rest_has_nothing_there(string path, string mediaType)
    {
        await using var node = await TestNode.StartAsync(("model-repository", _repository.Root));
        var content = new ByteArrayContent(new byte[5]);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);

        var (status, body) = await node.Client.CallAsync(HttpMethod.Post, path, content);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(path, body.GetProperty("error").GetString(), StringComparison.Ordinal);
        using var channel = node.Connect();
        Assert.True((await channel.Inference().ServerLiveAsync(new Wire.ServerLiveRequest())).Live);
    }

    [Fact]
    public async Task With_tls_too_unless_both_were_given_one_address()
    {
        using var certificates = new TestCertificates();
        await using var node = await TestNode.StartAsync(
            [("model-repository", _repository.Root), ("http", "https://127.0.0.1:0"), ("grpc", "https://127.0.0.1:0"), .. certificates.Settings]);
        using var ofGrpc = Connect(node.Grpc);
        using var ofRest = Connect(node.Http);

        Assert.True((await ofGrpc.Inference().ServerLiveAsync(new Wire.ServerLiveRequest())).Live);
        await GrpcCalls.RefusedAsync(global::Grpc.Core.StatusCode.Unimplemented, ofRest.Inference().ServerLiveAsync(new Wire.ServerLiveRequest()));
    }

    [Fact]
    public async Task Off_is_nowhere()
    {
        await using var node = await TestNode.StartAsync(("model-repository", _repository.Root), ("grpc", "off"));

        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.CallAsync(HttpMethod.Post, Live, new ByteArrayContent(new byte[5]))).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetJsonAsync("/v2/health/ready")).Status);
    }

    private static GrpcChannel Connect(Uri address) =>
        GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = TestCertificates.HandlerOf(null), DisposeHttpClient = true });
}
