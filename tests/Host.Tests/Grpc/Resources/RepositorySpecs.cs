using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.Node.Tests.Serve;
using Parameter = NeuronActors.Node.Grpc.Wire.ModelRepositoryParameter;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc.Resources;

/// <summary>Models that come and go, in both dialects.</summary>
public sealed class RepositorySpecs : IAsyncLifetime
{
    private readonly TestRepository _repository = new TestRepository().WithIdentity("a").WithNegation("b").WithIdentity("b", version: 2);
    private TestNode _node = null!;
    private GrpcChannel _channel = null!;

    private Wire.GRPCInferenceService.GRPCInferenceServiceClient Client => _channel.Inference();

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync(("model-repository", _repository.Root), ("model-control-mode", "explicit"), ("load-model", "a"));
        _channel = _node.Connect();
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _node.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task A_model_behind_a_repository_is_loaded_and_unloaded()
    {
        Assert.Equal(["a 1 READY", "b 1 UNAVAILABLE not loaded", "b 2 UNAVAILABLE not loaded"], await IndexAsync());

        await Client.RepositoryModelLoadAsync(new Wire.RepositoryModelLoadRequest { RepositoryName = "any", ModelName = "b" });
        Assert.Equal([1], (await Client.ModelInferAsync(GrpcCalls.Request("b", 1))).Floats());
        Assert.Equal(["a 1 READY", "b 2 READY"], await IndexAsync(ready: true));

        await Client.RepositoryModelUnloadAsync(new Wire.RepositoryModelUnloadRequest
        {
            ModelName = "b",
            Parameters = { ["unload_dependents"] = new Parameter { BoolParam = true } },
        });
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.ModelInferAsync(GrpcCalls.Request("b", 1)));
        Assert.Equal(["a 1 READY", "b 1 UNAVAILABLE not loaded", "b 2 UNAVAILABLE unloaded"], await IndexAsync());
    }

    [Fact]
    public async Task The_dialect_with_the_model_in_the_first_field_is_understood_and_answered()
    {
        var loaded = await _channel.CallAsync("RepositoryModelLoad", new ProtobufWriter().Text(1, "b").ToArray());
        Assert.Equal(new ProtobufWriter().Text(1, "b").Number(2, 1).ToArray(), loaded);
        Assert.Equal([1], (await Client.ModelInferAsync(GrpcCalls.Request("b", 1))).Floats());

        var unloaded = await _channel.CallAsync("RepositoryModelUnload", new ProtobufWriter().Text(1, "b").ToArray());
        Assert.Equal(new ProtobufWriter().Text(1, "b").Number(2, 1).ToArray(), unloaded);
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.ModelInferAsync(GrpcCalls.Request("b", 1)));
    }

    [Fact]
    public async Task A_load_may_bring_a_configuration_and_say_where_to()
    {
        await LoadAsync("b", ("config", new Parameter { StringParam = """{"version_policy":{"specific":{"versions":[1]}}}""" }), ("start_nc", new Parameter { Int64Param = 2 }));

        var answer = await Client.ModelInferAsync(GrpcCalls.Request("b", 1));
        Assert.Equal(("1", "2"), (answer.ModelVersion, answer.Core()));
        Assert.Equal([-1], answer.Floats());
        Assert.Equal([1], (await Client.ModelConfigAsync(new Wire.ModelConfigRequest { Name = "b" })).Config.VersionPolicy.Specific.Versions);
    }

    [Fact]
    public async Task A_load_that_cannot_be_is_refused_and_what_served_serves_on()
    {
        await RefusedAsync(StatusCode.NotFound, "no model 'none'", "none");
        await RefusedAsync(StatusCode.InvalidArgument, "'' is no model name", "");
        await RefusedAsync(StatusCode.InvalidArgument, "9", "a", ("nc_count", new Parameter { Int64Param = 9 }));
        await RefusedAsync(StatusCode.InvalidArgument, "no parameter 'cores'", "a", ("cores", new Parameter { Int64Param = 1 }));
        await RefusedAsync(StatusCode.InvalidArgument, "'config' must be a string", "a", ("config", new Parameter { BytesParam = ByteString.CopyFromUtf8("{}") }));
        await RefusedAsync(StatusCode.InvalidArgument, "no model configuration", "a", ("config", new Parameter { StringParam = "{" }));
        await RefusedAsync(
            StatusCode.Unimplemented,
            "cannot be sent",
            "a",
            ("config", new Parameter { StringParam = "{}" }),
            ("file:1/model.onnx", new Parameter { BytesParam = ByteString.CopyFromUtf8("x") }));
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.RepositoryModelUnloadAsync(new Wire.RepositoryModelUnloadRequest { ModelName = "b" }));
        Assert.Equal(["a 1 READY"], await IndexAsync(ready: true));
    }

    [Fact]
    public async Task No_memory_is_exhausted_and_what_served_serves_on()
    {
        using var repository = new TestRepository().WithSimulated("a").WithSimulated("huge", memory: "64GiB");
        var runtime = new SimulatedRuntime(new SimulatedRuntimeOptions { Cores = VisibleCores.First(2) });
        await using var node = await TestNode.StartAsync(runtime, ("model-repository", repository.Root), ("model-control-mode", "explicit"), ("load-model", "a"));
        using var channel = node.Connect();

        await GrpcCalls.RefusedAsync(
            StatusCode.ResourceExhausted, channel.Inference().RepositoryModelLoadAsync(new Wire.RepositoryModelLoadRequest { ModelName = "huge" }));

        Assert.Equal([1], (await channel.Inference().ModelInferAsync(GrpcCalls.Request("a", 1))).Floats());
    }

    private async Task LoadAsync(string model, params (string Key, Parameter Value)[] parameters)
    {
        var request = new Wire.RepositoryModelLoadRequest { ModelName = model };
        foreach (var (key, value) in parameters) request.Parameters[key] = value;
        await Client.RepositoryModelLoadAsync(request);
    }

    private async Task RefusedAsync(StatusCode status, string reason, string model, params (string Key, Parameter Value)[] parameters)
    {
        var refused = await GrpcCalls.RefusedAsync(status, () => LoadAsync(model, parameters));

        Assert.Contains(reason, refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal([1], (await Client.ModelInferAsync(GrpcCalls.Request("a", 1))).Floats());
    }

    private async Task<string[]> IndexAsync(bool ready = false)
    {
        var index = await Client.RepositoryIndexAsync(new Wire.RepositoryIndexRequest { Ready = ready });
        return [.. index.Models.Select(entry => $"{entry.Name} {entry.Version} {entry.State} {entry.Reason}".TrimEnd())];
    }
}
