using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.Node.Tests.Serve;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc.Resources;

/// <summary>What the server and its models are, and what they have done.</summary>
public sealed class ModelSpecs : IAsyncLifetime
{
    private readonly TestRepository _repository = new TestRepository().WithIdentity("same").WithNegation("same", 2);
    private TestNode _node = null!;
    private GrpcChannel _channel = null!;

    private Wire.GRPCInferenceService.GRPCInferenceServiceClient Client => _channel.Inference();

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync(("model-repository", _repository.Root), ("cores", "3"), ("multicore", "true"));
        _channel = _node.Connect();
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _node.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task The_server_tells_what_it_is_and_what_it_can()
    {
        var metadata = await Client.ServerMetadataAsync(new Wire.ServerMetadataRequest());

        Assert.Equal("neuron-actors", metadata.Name);
        Assert.Matches(@"^\d+\.\d+\.\d+$", metadata.Version);
        Assert.Contains("neuron_placement", metadata.Extensions);
        Assert.True((await Client.ServerLiveAsync(new Wire.ServerLiveRequest())).Live);
        Assert.True((await Client.ServerReadyAsync(new Wire.ServerReadyRequest())).Ready);
    }

    [Theory]
    [InlineData("same", "", true)]
    [InlineData("same", "2", true)]
    [InlineData("same", "1", false)]
    [InlineData("same", "x", false)]
    [InlineData("none", "", false)]
    [InlineData("", "", false)]
    public async Task A_model_is_ready_or_not_and_neither_is_an_error(string model, string version, bool isReady) =>
        Assert.Equal(isReady, (await Client.ModelReadyAsync(new Wire.ModelReadyRequest { Name = model, Version = version })).Ready);

    [Fact]
    public async Task A_model_tells_what_it_takes_and_gives()
    {
        var metadata = await Client.ModelMetadataAsync(new Wire.ModelMetadataRequest { Name = "same" });

        Assert.Equal(("same", "onnxruntime_onnx"), (metadata.Name, metadata.Platform));
        Assert.Equal(["2"], metadata.Versions);
        var (input, output) = (Assert.Single(metadata.Inputs), Assert.Single(metadata.Outputs));
        Assert.Equal(("x", "FP32", "y", "FP32"), (input.Name, input.Datatype, output.Name, output.Datatype));
        Assert.Equal([-1], input.Shape);
        Assert.Equal([-1], output.Shape);
    }

    [Fact]
    public async Task A_model_tells_its_configuration()
    {
        var config = (await Client.ModelConfigAsync(new Wire.ModelConfigRequest { Name = "same" })).Config;

        Assert.Equal(("same", "onnxruntime_onnx", "neuron", 0), (config.Name, config.Platform, config.Backend, config.MaxBatchSize));
        Assert.Equal(1u, config.VersionPolicy.Latest.NumVersions);
        Assert.Equal((Wire.DataType.TypeFp32, Wire.DataType.TypeFp32), (Assert.Single(config.Input).DataType, Assert.Single(config.Output).DataType));
        Assert.Equal([-1], config.Input[0].Dims);
        Assert.Equal([-1], config.Output[0].Dims);
        var group = Assert.Single(config.InstanceGroup);
        Assert.Equal((Wire.ModelInstanceGroup.Types.Kind.Model, 3), (group.Kind, group.Count));
        Assert.False(config.ModelTransactionPolicy.Decoupled);
    }

    [Fact]
    public async Task Statistics_add_up_to_the_requests()
    {
        for (var i = 0; i < 3; i++) await Client.ModelInferAsync(GrpcCalls.Request("same", 1, 2));
        await Client.ModelInferAsync(GrpcCalls.Request("same", 1));
        await GrpcCalls.RefusedAsync(StatusCode.InvalidArgument, Client.ModelInferAsync(GrpcCalls.Request("same", "FP32", 3, new byte[4])));

        var ofModel = Assert.Single((await Client.ModelStatisticsAsync(new Wire.ModelStatisticsRequest { Name = "same" })).ModelStats);
        var ofVersion = Assert.Single((await Client.ModelStatisticsAsync(new Wire.ModelStatisticsRequest { Name = "same", Version = "2" })).ModelStats);
        var ofAll = Assert.Single((await Client.ModelStatisticsAsync(new Wire.ModelStatisticsRequest())).ModelStats);

        Assert.Equal(("same", "2", 7ul, 4ul), (ofModel.Name, ofModel.Version, ofModel.InferenceCount, ofModel.ExecutionCount));
        Assert.Equal((4ul, 1ul, 4ul), (ofModel.InferenceStats.Success.Count, ofModel.InferenceStats.Fail.Count, ofModel.InferenceStats.ComputeInfer.Count));
        Assert.True(ofModel.InferenceStats.Success.Ns >= ofModel.InferenceStats.ComputeInfer.Ns);
        Assert.Equal([(1ul, 1ul), (2ul, 3ul)], ofModel.BatchStats.Select(batch => (batch.BatchSize, batch.ComputeInfer.Count)));
        Assert.True(ofModel.LastInference > 0);
        Assert.Equal([0L, 1L, 2L], ofModel.MemoryUsage.Select(usage => usage.Id));
        Assert.All(ofModel.MemoryUsage, usage => Assert.Equal(("NEURON", true), (usage.Type, usage.ByteSize > 0)));
        Assert.Equal(ofModel, ofVersion);
        Assert.Equal(ofModel, ofAll);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.ModelMetadataAsync(new Wire.ModelMetadataRequest { Name = "none" }));
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.ModelConfigAsync(new Wire.ModelConfigRequest { Name = "same", Version = "1" }));
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.ModelStatisticsAsync(new Wire.ModelStatisticsRequest { Name = "none" }));
        await GrpcCalls.RefusedAsync(StatusCode.InvalidArgument, Client.ModelMetadataAsync(new Wire.ModelMetadataRequest { Name = "same", Version = "-1" }));
        await A_model_tells_what_it_takes_and_gives();
    }

    [Fact]
    public async Task What_is_known_and_not_done_says_so()
    {
        foreach (var (call, reason) in new (Func<Task>, string)[]
        {
            (async () => await Client.SystemSharedMemoryStatusAsync(new Wire.SystemSharedMemoryStatusRequest()), "shared memory"),
            (async () => await Client.SystemSharedMemoryRegisterAsync(new Wire.SystemSharedMemoryRegisterRequest()), "shared memory"),
            (async () => await Client.SystemSharedMemoryUnregisterAsync(new Wire.SystemSharedMemoryUnregisterRequest()), "shared memory"),
            (async () => await Client.TraceSettingAsync(new Wire.TraceSettingRequest()), "Traces"),
            (async () => await Client.LogSettingsAsync(new Wire.LogSettingsRequest()), "--log-level"),
            (() => _channel.CallAsync("CudaSharedMemoryStatus", []), "unimplemented"),
            (() => _channel.CallAsync("Anything", [], "of.Nobody"), "unimplemented"),
        })
        {
            var refused = await GrpcCalls.RefusedAsync(StatusCode.Unimplemented, call);
            Assert.Contains(reason, refused.Status.Detail, StringComparison.OrdinalIgnoreCase);
        }

        Assert.True((await Client.ServerReadyAsync(new Wire.ServerReadyRequest())).Ready);
    }
}
