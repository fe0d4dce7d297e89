using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.Node.Tests.Serve;
using HealthClient = Grpc.Health.V1.Health.HealthClient;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc.Health;

/// <summary>The standard health service.</summary>
public sealed class HealthSpecs : IAsyncLifetime
{
    private readonly SimulatedRuntime _runtime = GrpcCalls.RuntimeOf(1);
    private readonly TestRepository _repository = new TestRepository().WithSimulated("watched");
    private TestNode _node = null!;
    private GrpcChannel _channel = null!;

    private HealthClient Client => new(_channel);

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync(_runtime, ("model-repository", _repository.Root));
        _channel = _node.Connect();
    }

    public async Task DisposeAsync()
    {
        _runtime.Faults.Clear();
        _channel.Dispose();
        await _node.DisposeAsync();
        _repository.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("inference.GRPCInferenceService")]
    [InlineData("neuron.placement.v1.PlacementService")]
    [InlineData("grpc.health.v1.Health")]
    public async Task A_ready_node_serves_each_of_its_services(string service) =>
        Assert.Equal(ServingStatus.Serving, (await Client.CheckAsync(new HealthCheckRequest { Service = service })).Status);

    [Fact]
    public async Task A_service_that_is_not_here_is_not_found_and_may_be_watched_all_the_same()
    {
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.CheckAsync(new HealthCheckRequest { Service = "of.Nobody" }));

        using var watch = Client.Watch(new HealthCheckRequest { Service = "of.Nobody" });
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_tells_when_no_core_works_and_when_one_does_again()
    {
        using var watch = Client.Watch(new HealthCheckRequest());
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        _runtime.Faults.Kill(new VisibleCoreIndex(0));
        await GrpcCalls.RefusedAsync(StatusCode.Unavailable, _channel.Inference().ModelInferAsync(GrpcCalls.Request("watched", 1)));
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.Equal(ServingStatus.NotServing, (await Client.CheckAsync(new HealthCheckRequest())).Status);
        Assert.False((await _channel.Inference().ServerReadyAsync(new Wire.ServerReadyRequest())).Ready);
        Assert.True((await _channel.Inference().ServerLiveAsync(new Wire.ServerLiveRequest())).Live);

        _runtime.Faults.Revive(new VisibleCoreIndex(0));
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_tells_of_the_end_and_does_not_hold_it_up()
    {
        using var watch = Client.Watch(new HealthCheckRequest());
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        var stopping = _node.StopAsync();

        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        await GrpcCalls.RefusedAsync(StatusCode.Unavailable, () => NextAsync(watch));
        await stopping.WaitAsync(GrpcCalls.Patience);
    }

    [Fact]
    public async Task A_node_that_still_loads_lives_and_does_not_serve()
    {
        using var repository = new TestRepository().WithIdentity("a");
        await using var node = await TestNode.StartUnloadedAsync(("model-repository", repository.Root));
        using var channel = node.Connect();

        Assert.Equal(ServingStatus.NotServing, (await new HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status);
        await node.LoadModelsAsync();
        Assert.Equal(ServingStatus.Serving, (await new HealthClient(channel).CheckAsync(new HealthCheckRequest())).Status);
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(GrpcCalls.Patience));
        return watch.ResponseStream.Current.Status;
    }
}
