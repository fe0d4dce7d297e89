using System.Diagnostics;
using System.Net;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>Too much at once, too late, too important to wait, and gone: on one core that is held at will.</summary>
public sealed class InferOverloadSpecs : IAsyncLifetime
{
    private const string Path = "/v2/models/echo/infer";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly VisibleCoreIndex Only = new(0);

    private readonly SimulatedRuntime _runtime = OneCore();
    private readonly TestRepository _repository = new TestRepository().WithSimulated("echo");
    private TestNode _node = null!;

    private HttpClient Client => _node.Client;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync(
        _runtime, ("model-repository", _repository.Root), ("queue-capacity", "2"), ("max-in-flight", "1"), ("max-deadline", "20s"));

    public async Task DisposeAsync()
    {
        _runtime.Faults.Clear();
        await _node.DisposeAsync();
        _repository.Dispose();
        Assert.Empty(_runtime.Violations);
    }

    [Fact]
    public async Task A_full_queue_is_503_with_the_time_to_come_back_and_takes_requests_again()
    {
        using var hang = _runtime.Faults.HangExecutions(Only);
        var accepted = Enumerable.Range(0, 3).Select(i => Client.PostJsonAsync(Path, BodyOf(i))).ToArray();
        await hang.WhenHeld(1).WaitAsync(Patience);
        await UntilWaitingAsync(2);

        using var refused = await Client.PostAsync(Path, RestCalls.Json(BodyOf(9)));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Contains("holds 2 requests and is full", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        hang.Release();
        Assert.All(await Task.WhenAll(accepted), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        await AssertServesAsync();
    }

    [Theory]
    [InlineData(""","parameters":{"timeout":50000}""", null)]
    [InlineData("", "0.05")]
    [InlineData(""","parameters":{"timeout":60000000}""", "0.05")]
    public async Task A_missed_deadline_is_504_wherever_the_deadline_was_said(string parameters, string? header)
    {
        using var hang = _runtime.Faults.HangExecutions(Only);
        var running = Client.PostJsonAsync(Path, BodyOf(1));
        await hang.WhenHeld(1).WaitAsync(Patience);
        var content = RestCalls.Json(BodyOf(2, parameters));
        if (header is not null) content.Headers.Add("X-Request-Timeout-Seconds", header);

        var error = await Client.RefusedAsync(HttpStatusCode.GatewayTimeout, Path, content);

        Assert.Contains("deadline", error, StringComparison.Ordinal);
        hang.Release();
        Assert.Equal(HttpStatusCode.OK, (await running).Status);
        await AssertServesAsync();
    }

    [Fact]
    public async Task A_time_that_is_none_is_refused()
    {
        var content = RestCalls.Json(BodyOf(2));
        content.Headers.Add("X-Request-Timeout-Seconds", "soon");

        Assert.Contains("'soon'", await Client.RefusedAsync(HttpStatusCode.BadRequest, Path, content), StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Priority_1_goes_before_what_waits()
    {
        using var hang = _runtime.Faults.HangExecutions(Only);
        var first = Client.PostJsonAsync(Path, BodyOf(0));
        await hang.WhenHeld(1).WaitAsync(Patience);
        var low = Client.PostJsonAsync(Path, BodyOf(1));
        await UntilWaitingAsync(1);
        var high = Client.PostJsonAsync(Path, BodyOf(2, ""","parameters":{"priority":1}"""));
        await UntilWaitingAsync(2);

        // Whoever is next fails under it: that tells who was.
        _runtime.Faults.FailExecution(Only, NeuronStatus.BadInput);
        hang.Release();

        Assert.Equal(HttpStatusCode.OK, (await first.WaitAsync(Patience)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await high.WaitAsync(Patience)).Status);
        Assert.Equal(HttpStatusCode.OK, (await low.WaitAsync(Patience)).Status);
        await AssertServesAsync();
    }

    [Fact]
    public async Task A_client_that_vanishes_leaves_its_place_in_the_queue()
    {
        using var hang = _runtime.Faults.HangExecutions(Only);
        var running = Client.PostJsonAsync(Path, BodyOf(0));
        await hang.WhenHeld(1).WaitAsync(Patience);
        await using var gone = await RawConnection.OpenAsync(_node.Http);
        await gone.SendAsync(RawConnection.Post(Path, BodyOf(1)));
        await UntilWaitingAsync(1);
        var stays = Client.PostJsonAsync(Path, BodyOf(2));
        await UntilWaitingAsync(2);

        gone.Vanish();

        await UntilWaitingAsync(1);
        hang.Release();
        Assert.Equal(HttpStatusCode.OK, (await running).Status);
        Assert.Equal(HttpStatusCode.OK, (await stays).Status);
        Assert.Equal(2, _runtime.GetStatistics(Only).Executions);
        await AssertServesAsync();
    }

    [Fact]
    public async Task A_core_that_fails_for_good_is_503_and_the_node_is_not_ready_until_it_is_back()
    {
        _runtime.Faults.Kill(Only);

        var (failed, _) = await Client.PostJsonAsync(Path, BodyOf(1));
        var (ready, why) = await Client.GetJsonAsync("/v2/health/ready");
        var (modelReady, _) = await Client.GetJsonAsync("/v2/models/echo/ready");
        var (live, _) = await Client.GetJsonAsync("/v2/health/live");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        Assert.Equal("No NeuronCore is in service.", why.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, modelReady);
        Assert.Equal(HttpStatusCode.OK, live);
        _runtime.Faults.Revive(Only);
        await UntilAsync(async () => (await Client.GetJsonAsync("/v2/models/echo/ready")).Status == HttpStatusCode.OK, "the core to come back");
        Assert.Equal(HttpStatusCode.OK, (await Client.GetJsonAsync("/v2/health/ready")).Status);
        await AssertServesAsync();
    }

    private static string BodyOf(int number, string more = "") =>
        $$"""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[{{number}}]}]{{more}}}""";

    private async Task AssertServesAsync()
    {
        var (status, answer) = await Client.PostJsonAsync(Path, BodyOf(5));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("[5]", answer.GetProperty("outputs")[0].GetProperty("data").GetRawText());
    }

    // The node owns it, and disposes it.
    private static SimulatedRuntime OneCore() => new(new SimulatedRuntimeOptions { Cores = VisibleCores.First(1) });

    // The node tells how many wait by its own gauge.
    private static Task UntilWaitingAsync(int count) => UntilAsync(() => Task.FromResult(QueueDepth() == count), $"{count} to wait; {QueueDepth()} do");

    private static long QueueDepth()
    {
        var depth = 0L;
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "neuron.model.queue.depth") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => depth += tags.ToArray().Any(tag => tag.Value is "echo") ? value : 0);
        listener.Start();
        listener.RecordObservableInstruments();
        return depth;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var since = Stopwatch.GetTimestamp(); !await condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"Waited in vain for {what}.");
            await Task.Delay(5);
        }
    }
}
