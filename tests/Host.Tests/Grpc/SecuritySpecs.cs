using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using NeuronActors.Node.Tests.Serve;
using PlacementWire = NeuronActors.Node.Grpc.PlacementWire;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc;

/// <summary>Keys and certificates.</summary>
public sealed class SecuritySpecs : IDisposable
{
    private readonly TestRepository _repository = new TestRepository().WithIdentity("same");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task With_a_key_administration_needs_it_and_inference_and_health_do_not()
    {
        await using var node = await TestNode.StartAsync(("model-repository", _repository.Root), ("api-key", "open sesame"));
        using var channel = node.Connect();

        await AssertInferenceAsync(channel, [], StatusCode.OK);
        await AssertHealthAsync(channel);
        await AssertAdministrationAsync(channel, [], StatusCode.Unauthenticated);
        await AssertAdministrationAsync(channel, Bearer("open sesam"), StatusCode.Unauthenticated);
        await AssertAdministrationAsync(channel, Bearer("open sesame"), StatusCode.OK);
        await AssertAdministrationAsync(channel, new Metadata { { "x-api-key", "open sesame" } }, StatusCode.OK);
    }

    [Fact]
    public async Task Inference_may_be_closed_too()
    {
        await using var node = await TestNode.StartAsync(("model-repository", _repository.Root), ("api-key", "open sesame"), ("close-inference", "true"));
        using var channel = node.Connect();

        await AssertInferenceAsync(channel, [], StatusCode.Unauthenticated);
        await AssertHealthAsync(channel);
        await AssertInferenceAsync(channel, Bearer("open sesame"), StatusCode.OK);
    }

    [Fact]
    public async Task A_client_certificate_of_a_trusted_authority_is_as_good_as_a_key()
    {
        using var certificates = new TestCertificates();
        await using var node = await TestNode.StartAsync([("model-repository", _repository.Root), ("grpc", "https://127.0.0.1:0"), .. certificates.Settings]);
        using var nobody = GrpcChannel.ForAddress(node.Grpc, new GrpcChannelOptions { HttpHandler = TestCertificates.HandlerOf(null), DisposeHttpClient = true });
        using var friend = GrpcChannel.ForAddress(node.Grpc, new GrpcChannelOptions { HttpHandler = TestCertificates.HandlerOf(certificates.Friend), DisposeHttpClient = true });

        await AssertInferenceAsync(nobody, [], StatusCode.OK);
        await AssertAdministrationAsync(nobody, [], StatusCode.Unauthenticated);
        await AssertAdministrationAsync(friend, [], StatusCode.OK);
    }

    private static Metadata Bearer(string key) => new() { { "authorization", $"Bearer {key}" } };

    private static async Task AssertHealthAsync(GrpcChannel channel)
    {
        Assert.True((await channel.Inference().ServerLiveAsync(new Wire.ServerLiveRequest())).Live);
        Assert.True((await channel.Inference().ServerReadyAsync(new Wire.ServerReadyRequest())).Ready);
        Assert.True((await channel.Inference().ModelReadyAsync(new Wire.ModelReadyRequest { Name = "same" })).Ready);
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.Serving,
            (await new global::Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status);
    }

    private static async Task AssertInferenceAsync(GrpcChannel channel, Metadata headers, StatusCode status)
    {
        var client = channel.Inference();
        await AssertAsync(status, async () => await client.ModelInferAsync(GrpcCalls.Request("same", 1), headers));
        await AssertAsync(status, async () => await client.ModelMetadataAsync(new Wire.ModelMetadataRequest { Name = "same" }, headers));
        await AssertAsync(status, async () => await client.ModelStatisticsAsync(new Wire.ModelStatisticsRequest(), headers));
        await AssertAsync(status, async () =>
        {
            using var stream = client.ModelStreamInfer(headers);
            await stream.RequestStream.CompleteAsync();
            await stream.ResponseStream.MoveNext(CancellationToken.None);
        });
        await AssertAsync(status, async () =>
        {
            using var stream = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(headers);
            await stream.RequestStream.CompleteAsync();
            await stream.ResponseStream.MoveNext(CancellationToken.None);
        });
    }

    private static async Task AssertAdministrationAsync(GrpcChannel channel, Metadata headers, StatusCode status)
    {
        var (client, placement) = (channel.Inference(), new PlacementWire.PlacementService.PlacementServiceClient(channel));
        await AssertAsync(status, async () => await client.RepositoryIndexAsync(new Wire.RepositoryIndexRequest(), headers));
        await AssertAsync(status, async () => await client.RepositoryModelLoadAsync(new Wire.RepositoryModelLoadRequest { ModelName = "same" }, headers));
        await AssertAsync(status, async () => await placement.GetCoresAsync(new PlacementWire.GetCoresRequest(), headers));
        await AssertAsync(status, async () => await placement.GetPlacementAsync(new PlacementWire.GetPlacementRequest { Model = "same" }, headers));
        await AssertAsync(status, async () => await placement.MoveAsync(
            new PlacementWire.MoveRequest { Model = "same", Cores = new PlacementWire.Cores { StartNc = 1 } }, headers));
        await AssertAsync(status, async () => await placement.UnloadAsync(new PlacementWire.UnloadRequest { Model = "same" }, headers));
        await AssertAsync(status, async () => await placement.LoadAsync(new PlacementWire.LoadRequest { Model = "same" }, headers));
    }

    private static async Task AssertAsync(StatusCode status, Func<Task> call)
    {
        if (status == StatusCode.OK) await call();
        else await GrpcCalls.RefusedAsync(status, call);
    }
}
