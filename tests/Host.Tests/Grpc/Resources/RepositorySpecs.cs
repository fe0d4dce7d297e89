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
    public async Task A_load_may_bring_the_files_of_the_model()
    {
        await LoadAsync(
            "new",
            ("config", new Parameter { StringParam = "{}" }),
            ("file:3/model.onnx", new Parameter { BytesParam = ByteString.CopyFrom(Graphs.Negation().Build()) }));

        var answer = await Client.ModelInferAsync(GrpcCalls.Request("new", 1));
        Assert.Equal(("3", -1), (answer.ModelVersion, Assert.Single(answer.Floats())));
        Assert.Contains("new 3 READY", await IndexAsync());

        await Client.RepositoryModelUnloadAsync(new Wire.RepositoryModelUnloadRequest { ModelName = "new" });
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.ModelInferAsync(GrpcCalls.Request("new", 1)));

        // What says whose the folder is stays with it.
        Assert.Equal(["owner"], Directory.EnumerateFiles(_node.Uploads!, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.Equal(["a 1 READY"], await IndexAsync(ready: true));
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
            StatusCode.InvalidArgument,
            "without a folder",
            "a",
            ("config", new Parameter { StringParam = "{}" }),
            ("file:1/../model.onnx", new Parameter { BytesParam = ByteString.CopyFromUtf8("x") }));
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "must be the bytes of a file",
            "a",
            ("config", new Parameter { StringParam = "{}" }),
            ("file:1/model.onnx", new Parameter { StringParam = "AAAA" }));
        await RefusedAsync(
            StatusCode.InvalidArgument, "need a 'config'", "a", ("file:1/model.onnx", new Parameter { BytesParam = ByteString.CopyFromUtf8("x") }));
        await GrpcCalls.RefusedAsync(StatusCode.NotFound, Client.RepositoryModelUnloadAsync(new Wire.RepositoryModelUnloadRequest { ModelName = "b" }));
        Assert.Equal(["a 1 READY"], await IndexAsync(ready: true));
    }

    [Fact]
    public async Task Reloads_of_a_model_and_loads_and_unloads_of_others_under_traffic_fail_no_call_and_no_answer_of_a_stream()
    {
        using var end = new CancellationTokenSource();
        Task<int>[] senders = [.. Enumerable.Range(0, 4).Select(_ => CallUntilAsync(end.Token)), .. Enumerable.Range(0, 2).Select(_ => StreamUntilAsync(end.Token))];

        for (var round = 0; round < 8; round++)
        {
            _repository.WithIdentity("a", version: round + 2);
            await LoadAsync("a", ("start_nc", new Parameter { Int64Param = round % 4 }));
            await LoadAsync("b", ("nc_count", new Parameter { Int64Param = 4 }));
            await Client.RepositoryModelUnloadAsync(new Wire.RepositoryModelUnloadRequest { ModelName = "b" });
        }

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(senders), sent => Assert.True(sent > 8, $"Only {sent} were sent."));
        Assert.Equal("9", (await Client.ModelInferAsync(GrpcCalls.Request("a", 1))).ModelVersion);
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

    private async Task<int> CallUntilAsync(CancellationToken end)
    {
        var sent = 0;
        for (; !end.IsCancellationRequested; sent++) Assert.Equal([sent], (await Client.ModelInferAsync(GrpcCalls.Request("a", sent), cancellationToken: CancellationToken.None)).Floats());
        return sent;
    }

    private async Task<int> StreamUntilAsync(CancellationToken end)
    {
        using var stream = Client.ModelStreamInfer(cancellationToken: CancellationToken.None);
        var sent = 0;
        for (; !end.IsCancellationRequested; sent++)
        {
            await stream.RequestStream.WriteAsync(GrpcCalls.Request("a", sent), CancellationToken.None);
            Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Empty(stream.ResponseStream.Current.ErrorMessage);
            Assert.Equal([sent], stream.ResponseStream.Current.InferResponse.Floats());
        }

        await stream.RequestStream.CompleteAsync();
        return sent;
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
