using System.Net;
using Grpc.Core;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Serving.Models;

/// <summary>A model that is on its way in is not one that is not there.</summary>
public sealed class LoadingSpecs : IDisposable
{
    private const string One = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";
    private static readonly VisibleCoreIndex Only = new(0);

    private readonly TestRepository _repository = new TestRepository().WithSimulated("a").WithSimulated("b");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task While_the_node_starts_each_model_that_it_will_have_says_that_it_is_loading_and_then_serves()
    {
        var runtime = GrpcCalls.RuntimeOf(1);
        await using var node = await TestNode.StartUnloadedAsync(runtime, ("model-repository", _repository.Root));
        using var channel = node.Connect();
        using var hang = runtime.Faults.HangLoads(Only);
        var start = node.LoadModelsAsync();
        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);

        // One is being loaded, the other waits for its turn.
        foreach (var model in (string[])["a", "b"])
        {
            foreach (var path in (string[])[$"/v2/models/{model}", $"/v2/models/{model}/ready", $"/v2/models/{model}/config", $"/v2/models/{model}/stats"])
            {
                await AssertLoadingAsync(await node.Client.GetAsync(path), $"Model '{model}' is loading.");
            }

            await AssertLoadingAsync(await node.Client.PostAsync($"/v2/models/{model}/infer", RestCalls.Json(One)), $"Model '{model}' is loading.");
            await AssertLoadingAsync(await node.Client.GetAsync($"/v2/models/{model}/versions/1"), $"Version 1 of model '{model}' is loading.");
            var refused = await GrpcCalls.RefusedAsync(StatusCode.Unavailable, channel.Inference().ModelInferAsync(GrpcCalls.Request(model, 1)));
            Assert.Equal($"Model '{model}' is loading.", refused.Status.Detail);
            Assert.True(refused.GetRpcStatus()!.GetDetail<Google.Rpc.RetryInfo>()!.RetryDelay.Seconds >= 1);
            await GrpcCalls.RefusedAsync(StatusCode.Unavailable, channel.Inference().ModelMetadataAsync(new Wire.ModelMetadataRequest { Name = model }));
            Assert.False((await channel.Inference().ModelReadyAsync(new Wire.ModelReadyRequest { Name = model })).Ready);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetJsonAsync("/v2/models/none")).Status);

        hang.Release();
        await start.WaitAsync(GrpcCalls.Patience);
        foreach (var model in (string[])["a", "b"])
        {
            Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync($"/v2/models/{model}/infer", One)).Status);
            Assert.Equal([1], (await channel.Inference().ModelInferAsync(GrpcCalls.Request(model, 1))).Floats());
        }
    }

    [Fact]
    public async Task A_new_version_says_so_while_the_one_before_it_serves_and_is_not_there_when_its_load_has_failed()
    {
        var runtime = GrpcCalls.RuntimeOf(1);
        await using var node = await TestNode.StartAsync(runtime, ("model-repository", _repository.Root));
        _repository.WithSimulated("a", version: 2);
        using var hang = runtime.Faults.HangLoads(Only);
        runtime.Faults.FailLoad(Only, NativeRuntime.Errors.NeuronStatus.Failure);
        var load = node.Client.PostJsonAsync("/v2/repository/models/a/load");
        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);

        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/models/a/infer", One)).Status);
        await AssertLoadingAsync(await node.Client.PostAsync("/v2/models/a/versions/2/infer", RestCalls.Json(One)), "Version 2 of model 'a' is loading.");
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.PostJsonAsync("/v2/models/a/versions/3/infer", One)).Status);

        hang.Release();
        Assert.Equal(HttpStatusCode.InternalServerError, (await load.WaitAsync(GrpcCalls.Patience)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.PostJsonAsync("/v2/models/a/versions/2/infer", One)).Status);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync("/v2/models/a/infer", One)).Status);
    }

    private static async Task AssertLoadingAsync(HttpResponseMessage response, string error)
    {
        using (response)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.True(response.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
            Assert.Equal($$"""{"error":"{{error}}"}""", await response.Content.ReadAsStringAsync());
        }
    }
}
