using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.Node.Tests.Serve;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc.Infer;

/// <summary>Many inferences in one call.</summary>
public sealed class InferStreamSpecs : IAsyncLifetime
{
    private const string Model = "streamed";

    private readonly SimulatedRuntime _runtime = GrpcCalls.RuntimeOf(2);
    private readonly TestRepository _repository = new TestRepository().WithSimulated(Model);
    private TestNode _node = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync(_runtime, ("model-repository", _repository.Root), ("multicore", "true"), ("max-in-flight", "1"));
        _channel = _node.Connect();
    }

    public async Task DisposeAsync()
    {
        _runtime.Faults.Clear();
        _channel.Dispose();
        await _node.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Every_request_is_answered_in_its_turn_however_many_there_are()
    {
        const int Requests = 500;
        using var stream = _channel.Inference().ModelStreamInfer();
        var sending = SendAsync(stream.RequestStream, Enumerable.Range(0, Requests).Select(i => Numbered(i)));

        for (var i = 0; i < Requests; i++)
        {
            var answer = await NextAsync(stream);
            Assert.Equal(("", $"{i}"), (answer.ErrorMessage, answer.InferResponse.Id));
            Assert.Equal([i], answer.InferResponse.Floats());
        }

        await sending;
        Assert.False(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.OK, stream.GetStatus().StatusCode);
    }

    [Fact]
    public async Task An_answer_that_is_ready_waits_for_those_before_it()
    {
        using var hang = _runtime.Faults.HangExecutions(new VisibleCoreIndex(0));
        using var stream = _channel.Inference().ModelStreamInfer();
        await stream.RequestStream.WriteAsync(Numbered(0));
        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);
        await stream.RequestStream.WriteAsync(Numbered(1));
        await Waiting.UntilAsync(() => Task.FromResult(_runtime.GetStatistics(new VisibleCoreIndex(1)).Executions == 1), "the second to be executed");
        var first = NextAsync(stream);
        Assert.False(first.IsCompleted);

        hang.Release();

        Assert.Equal("0", (await first.WaitAsync(GrpcCalls.Patience)).InferResponse.Id);
        Assert.Equal("1", (await NextAsync(stream)).InferResponse.Id);
    }

    [Fact]
    public async Task What_goes_wrong_is_told_in_its_place_and_the_stream_lives_on()
    {
        using var stream = _channel.Inference().ModelStreamInfer();
        var unknown = Numbered(1);
        unknown.ModelName = "none";
        var wrong = Numbered(2);
        wrong.Inputs[0].Datatype = "INT64";

        await SendAsync(stream.RequestStream, [Numbered(0), unknown, wrong, Numbered(3)]);

        Assert.Equal([0], (await NextAsync(stream)).InferResponse.Floats());
        var notFound = await NextAsync(stream);
        Assert.Equal(("No model 'none' is loaded.", "1"), (notFound.ErrorMessage, notFound.InferResponse.Id));
        var invalid = await NextAsync(stream);
        Assert.Contains("INT64 [1] takes 8 bytes", invalid.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([3], (await NextAsync(stream)).InferResponse.Floats());
    }

    [Fact]
    public async Task An_answer_says_that_it_is_the_last_for_its_request_when_it_is_asked_to()
    {
        using var stream = _channel.Inference().ModelStreamInfer();
        await SendAsync(stream.RequestStream, [Numbered(0).With("triton_enable_empty_final_response", new Wire.InferParameter { BoolParam = true }), Numbered(1)]);

        Assert.True((await NextAsync(stream)).InferResponse.Parameters["triton_final_response"].BoolParam);
        Assert.False((await NextAsync(stream)).InferResponse.Parameters.ContainsKey("triton_final_response"));
    }

    [Fact]
    public async Task A_node_that_shuts_down_answers_what_it_has_and_ends_the_stream()
    {
        using var hang = _runtime.Faults.HangExecutions(new VisibleCoreIndex(0));
        using var stream = _channel.Inference().ModelStreamInfer();
        await stream.RequestStream.WriteAsync(Numbered(0));
        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);

        var stopping = _node.StopAsync();
        hang.Release();

        Assert.Equal([0], (await NextAsync(stream)).InferResponse.Floats());
        var ended = await GrpcCalls.RefusedAsync(StatusCode.Unavailable, () => NextAsync(stream));
        Assert.Equal("The node is shutting down.", ended.Status.Detail);
        await stopping.WaitAsync(GrpcCalls.Patience);
    }

    private static Wire.ModelInferRequest Numbered(int number)
    {
        var request = GrpcCalls.Request(Model, number);
        request.Id = $"{number}";
        return request;
    }

    private static async Task SendAsync(IClientStreamWriter<Wire.ModelInferRequest> stream, IEnumerable<Wire.ModelInferRequest> requests)
    {
        foreach (var request in requests) await stream.WriteAsync(request);
        await stream.CompleteAsync();
    }

    private static async Task<Wire.ModelStreamInferResponse> NextAsync(AsyncDuplexStreamingCall<Wire.ModelInferRequest, Wire.ModelStreamInferResponse> stream)
    {
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        return stream.ResponseStream.Current;
    }
}
