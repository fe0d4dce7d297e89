using System.Net;
using System.Text.Json;
using Grpc.Core;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Serving.Statistics;

/// <summary>Whatever becomes of requests, and however they came: each is in the statistics once.</summary>
public sealed class SumsSpecs
{
    private const string Path = "/v2/models/echo/infer";
    private static readonly VisibleCoreIndex Only = new(0);

    [Fact]
    public async Task Each_request_of_either_front_end_counts_once_whatever_becomes_of_it()
    {
        using var repository = new TestRepository().WithSimulated("echo");
        var runtime = GrpcCalls.RuntimeOf(1);
        await using var node = await TestNode.StartAsync(runtime, ("model-repository", repository.Root), ("queue-capacity", "2"), ("max-in-flight", "1"));
        using var channel = node.Connect();
        var inference = channel.Inference();

        // Answered: five over REST, four over gRPC, three in a stream.
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, (await node.Client.PostJsonAsync(Path, BodyOf())).Status);
        for (var i = 0; i < 4; i++) await inference.ModelInferAsync(GrpcCalls.Request("echo", 1));
        using (var stream = inference.ModelStreamInfer())
        {
            for (var i = 0; i < 3; i++) await stream.RequestStream.WriteAsync(GrpcCalls.Request("echo", 1));
            await stream.RequestStream.CompleteAsync();
            await foreach (var answer in stream.ResponseStream.ReadAllAsync()) Assert.Empty(answer.ErrorMessage);
        }

        // Not understood: three.
        Assert.Equal(HttpStatusCode.BadRequest, (await node.Client.PostJsonAsync(Path, "{")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await node.Client.PostJsonAsync(Path, BodyOf().Replace("FP32", "INT8", StringComparison.Ordinal))).Status);
        await GrpcCalls.RefusedAsync(StatusCode.InvalidArgument, inference.ModelInferAsync(GrpcCalls.Request("echo", "FP32", 9, new byte[4])));

        // Failed on the core: one.
        runtime.Faults.FailExecution(Only, NeuronStatus.BadInput);
        Assert.Equal(HttpStatusCode.BadRequest, (await node.Client.PostJsonAsync(Path, BodyOf())).Status);

        // One runs, two wait: one is refused, one goes away, one comes too late, and the two that are left are answered.
        using (var hang = runtime.Faults.HangExecutions(Only))
        {
            var running = node.Client.PostJsonAsync(Path, BodyOf());
            await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);
            using var goes = new CancellationTokenSource();
            var gone = node.Client.PostAsync(Path, RestCalls.Json(BodyOf()), goes.Token);
            var stays = node.Client.PostJsonAsync(Path, BodyOf());
            await Waiting.UntilQueuedAsync("echo", 2);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await node.Client.PostJsonAsync(Path, BodyOf())).Status);
            await goes.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
            await Waiting.UntilQueuedAsync("echo", 1);
            await GrpcCalls.RefusedAsync(
                StatusCode.DeadlineExceeded, inference.ModelInferAsync(GrpcCalls.Request("echo", 1).With("timeout", new Wire.InferParameter { Int64Param = 20_000 })));
            hang.Release();
            Assert.Equal(HttpStatusCode.OK, (await running).Status);
            Assert.Equal(HttpStatusCode.OK, (await stays).Status);
        }

        // The one that went away is counted when that is noticed.
        JsonElement stats = default;
        await Waiting.UntilAsync(
            async () =>
            {
                stats = (await node.Client.GetJsonAsync("/v2/models/echo/stats")).Body.GetProperty("model_stats")[0];
                return CountOf(stats.GetProperty("inference_stats"), "success") + CountOf(stats.GetProperty("inference_stats"), "fail") == 21;
            },
            "all 21 requests to be counted");

        Assert.Equal((14, 14), (stats.GetProperty("inference_count").GetInt32(), stats.GetProperty("execution_count").GetInt32()));
        Assert.Equal((14, 7), (CountOf(stats.GetProperty("inference_stats"), "success"), CountOf(stats.GetProperty("inference_stats"), "fail")));
        var responses = Assert.Single(stats.GetProperty("response_stats").EnumerateObject());
        Assert.Equal("0", responses.Name);
        Assert.Equal(
            (14, 14, 14, 1, 0, 1),
            (CountOf(responses.Value, "compute_infer"), CountOf(responses.Value, "compute_output"), CountOf(responses.Value, "success"),
                CountOf(responses.Value, "fail"), CountOf(responses.Value, "empty_response"), CountOf(responses.Value, "cancel")));
        Assert.Equal(TimeOf(responses.Value, "compute_infer") + TimeOf(responses.Value, "compute_output"), TimeOf(responses.Value, "success"));
        Assert.Equal(TimeOf(stats.GetProperty("inference_stats"), "compute_infer"), TimeOf(responses.Value, "compute_infer"));

        var message = Assert.Single((await inference.ModelStatisticsAsync(new Wire.ModelStatisticsRequest { Name = "echo" })).ModelStats);
        var response = Assert.Single(message.ResponseStats);
        Assert.Equal((14ul, 7ul), (message.InferenceStats.Success.Count, message.InferenceStats.Fail.Count));
        Assert.Equal(("0", 14ul, 1ul, 0ul, 1ul), (response.Key, response.Value.Success.Count, response.Value.Fail.Count, response.Value.EmptyResponse.Count, response.Value.Cancel.Count));
    }

    [Fact]
    public async Task A_model_that_nobody_has_asked_has_no_answers()
    {
        using var repository = new TestRepository().WithSimulated("echo");
        await using var node = await TestNode.StartAsync(GrpcCalls.RuntimeOf(1), ("model-repository", repository.Root));

        var (_, body) = await node.Client.GetJsonAsync("/v2/models/echo/stats");

        Assert.Empty(body.GetProperty("model_stats")[0].GetProperty("response_stats").EnumerateObject());
        Assert.Equal(0, CountOf(body.GetProperty("model_stats")[0].GetProperty("inference_stats"), "success"));
    }

    private static string BodyOf() => """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    private static int CountOf(JsonElement of, string name) => of.GetProperty(name).GetProperty("count").GetInt32();

    private static long TimeOf(JsonElement of, string name) => of.GetProperty(name).GetProperty("ns").GetInt64();
}
