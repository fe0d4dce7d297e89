using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Tests.Serve;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc.Infer;

/// <summary>Too much at once, too late, too important to wait, and gone: on one core that is held at will.</summary>
public sealed class InferOverloadSpecs : IAsyncLifetime
{
    private const string Model = "held";
    private static readonly VisibleCoreIndex Only = new(0);

    private readonly SimulatedRuntime _runtime = GrpcCalls.RuntimeOf(1);
    private readonly TestRepository _repository = new TestRepository().WithSimulated(Model);
    private TestNode _node = null!;
    private GrpcChannel _channel = null!;

    private Wire.GRPCInferenceService.GRPCInferenceServiceClient Client => _channel.Inference();

    public static TheoryData<string> Timeouts => ["int64", "uint64", "string", "deadline", "deadline before timeout", "timeout before deadline"];

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync(_runtime, ("model-repository", _repository.Root), ("queue-capacity", "2"), ("max-in-flight", "1"));
        _channel = _node.Connect();
    }

    public async Task DisposeAsync()
    {
        _runtime.Faults.Clear();
        _channel.Dispose();
        await _node.DisposeAsync();
        _repository.Dispose();
        Assert.Empty(_runtime.Violations);
    }

    [Fact]
    public async Task A_full_queue_is_unavailable_with_the_time_to_come_back_and_takes_requests_again()
    {
        using var hang = _runtime.Faults.HangExecutions(Only);
        var accepted = Enumerable.Range(0, 3).Select(i => InferAsync(i)).ToArray();
        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);
        await Waiting.UntilQueuedAsync(Model, 2);

        var refused = await GrpcCalls.RefusedAsync(StatusCode.Unavailable, () => InferAsync(9));

        Assert.Contains("holds 2 requests and is full", refused.Status.Detail, StringComparison.Ordinal);
        var retry = refused.GetRpcStatus()!.GetDetail<RetryInfo>()!;
        Assert.InRange(retry.RetryDelay.ToTimeSpan(), TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Assert.True(int.Parse(refused.Trailers.GetValue("grpc-retry-pushback-ms")!, null) >= 1);
        hang.Release();
        foreach (var (answer, i) in accepted.Select((answer, i) => (answer, i))) Assert.Equal([i], (await answer).Floats());
        await AssertServesAsync();
    }

    [Theory]
    [MemberData(nameof(Timeouts))]
    public async Task A_missed_deadline_is_told_wherever_the_deadline_was_said(string form)
    {
        using var hang = _runtime.Faults.HangExecutions(Only);
        var running = InferAsync(1);
        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);
        var (request, options) = (GrpcCalls.Request(Model, 2), default(CallOptions));
        var soon = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(50);
        switch (form)
        {
            case "int64": request.With("timeout", new Wire.InferParameter { Int64Param = 50_000 }); break;
            case "uint64": request.With("timeout", new Wire.InferParameter { Uint64Param = 50_000 }); break;
            case "string": request.With("timeout", new Wire.InferParameter { StringParam = "50000" }); break;
            case "deadline": options = options.WithDeadline(soon); break;
            case "deadline before timeout":
                request.With("timeout", new Wire.InferParameter { Int64Param = 60_000_000 });
                options = options.WithDeadline(soon);
                break;
            default:
                request.With("timeout", new Wire.InferParameter { Int64Param = 50_000 });
                options = options.WithDeadline(soon.AddMinutes(1));
                break;
        }

        await GrpcCalls.RefusedAsync(StatusCode.DeadlineExceeded, Client.ModelInferAsync(request, options));

        await Waiting.UntilQueuedAsync(Model, 0);
        hang.Release();
        Assert.Equal([1], (await running).Floats());
        Assert.Equal(1, _runtime.GetStatistics(Only).Executions);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Priority_1_goes_before_what_waits(bool isUnsigned)
    {
        using var hang = _runtime.Faults.HangExecutions(Only);
        var first = InferAsync(0);
        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);
        var low = InferAsync(1);
        await Waiting.UntilQueuedAsync(Model, 1);
        var priority = isUnsigned ? new Wire.InferParameter { Uint64Param = 1 } : new Wire.InferParameter { Int64Param = 1 };
        var high = Client.ModelInferAsync(GrpcCalls.Request(Model, 2).With("priority", priority));
        await Waiting.UntilQueuedAsync(Model, 2);

        // Whoever is next fails under it: that tells who was.
        _runtime.Faults.FailExecution(Only, NeuronStatus.BadInput);
        hang.Release();

        Assert.Equal([0], (await first.WaitAsync(GrpcCalls.Patience)).Floats());
        await GrpcCalls.RefusedAsync(StatusCode.InvalidArgument, high);
        Assert.Equal([1], (await low.WaitAsync(GrpcCalls.Patience)).Floats());
        await AssertServesAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_goes_away_leaves_its_place_in_the_queue(bool inStream)
    {
        using var hang = _runtime.Faults.HangExecutions(Only);
        var running = InferAsync(0);
        await hang.WhenHeld(1).WaitAsync(GrpcCalls.Patience);
        using var end = new CancellationTokenSource();
        var gone = inStream ? StreamAsync(1, end.Token) : InferAsync(1, end.Token);
        await Waiting.UntilQueuedAsync(Model, 1);
        var stays = InferAsync(2);
        await Waiting.UntilQueuedAsync(Model, 2);

        await end.CancelAsync();

        await GrpcCalls.RefusedAsync(StatusCode.Cancelled, () => gone);
        await Waiting.UntilQueuedAsync(Model, 1);
        hang.Release();
        Assert.Equal([0], (await running).Floats());
        Assert.Equal([2], (await stays).Floats());
        Assert.Equal(2, _runtime.GetStatistics(Only).Executions);
        await AssertServesAsync();
    }

    [Fact]
    public async Task What_fails_is_counted_by_its_kind()
    {
        using (var hang = _runtime.Faults.HangExecutions(Only))
        {
            var accepted = Enumerable.Range(0, 3).Select(i => InferAsync(i)).ToArray();
            await Waiting.UntilQueuedAsync(Model, 2);
            await GrpcCalls.RefusedAsync(StatusCode.Unavailable, () => InferAsync(9));
            hang.Release();
            await Task.WhenAll(accepted);
        }

        var statistics = Assert.Single((await Client.ModelStatisticsAsync(new Wire.ModelStatisticsRequest { Name = Model })).ModelStats);
        Assert.Equal((3ul, 1ul), (statistics.InferenceStats.Success.Count, statistics.InferenceStats.Fail.Count));
        Assert.Equal(KeyValuePair.Create(ServingErrorKind.Overloaded, 1L), Assert.Single(_node.Parts.Catalog.Find(Model)!.Default.Statistics.Snapshot().Failures));
    }

    private async Task<Wire.ModelInferResponse> InferAsync(float value, CancellationToken end = default) =>
        await Client.ModelInferAsync(GrpcCalls.Request(Model, value), cancellationToken: end);

    private async Task<Wire.ModelInferResponse> StreamAsync(float value, CancellationToken end)
    {
        using var stream = Client.ModelStreamInfer(cancellationToken: end);
        await stream.RequestStream.WriteAsync(GrpcCalls.Request(Model, value), end);
        await stream.ResponseStream.MoveNext(CancellationToken.None);
        return stream.ResponseStream.Current.InferResponse;
    }

    private async Task AssertServesAsync() => Assert.Equal([5], (await InferAsync(5)).Floats());
}
