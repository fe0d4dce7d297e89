using System.Diagnostics;
using System.Net;
using NeuronActors.Node.CommandLine;
using NeuronActors.Node.Tests.Rest;

namespace NeuronActors.Node.Tests.Serve;

/// <summary>How the program ends, as its supervisor and its clients see it.</summary>
public sealed class EndSpecs : IDisposable
{
    private const string One = """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""";

    private readonly TestRepository _repository = new TestRepository().WithSimulated("a");

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task For_the_time_of_the_drain_delay_it_says_that_it_is_not_ready_and_serves_on()
    {
        var delay = TimeSpan.FromSeconds(3);
        await using var process = await StartAsync("--drain-delay", "3s");
        using var before = new HttpClient { BaseAddress = process.Http };
        Assert.Equal(HttpStatusCode.OK, (await before.GetJsonAsync("/v2/health/ready")).Status);

        var told = Stopwatch.GetTimestamp();
        await process.SignalAsync("TERM");
        await process.UntilOutputAsync("Draining");

        // On connections that there were, and on new ones: whoever sends work here has yet to hear of it.
        using var after = new HttpClient { BaseAddress = process.Http };
        foreach (var client in (HttpClient[])[before, after])
        {
            var (ready, why) = await client.GetJsonAsync("/v2/health/ready");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "The node is shutting down."), (ready, why.GetProperty("error").GetString()));
            Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync("/v2/health/live")).Status);
            Assert.Equal(HttpStatusCode.OK, (await client.PostJsonAsync("/v2/models/a/infer", One)).Status);
        }

        var (code, output) = await process.EndedAsync();
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Stopped.", output, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(told) >= delay, $"It ended after {Stopwatch.GetElapsedTime(told)}.");
    }

    [Theory]
    [InlineData("INT", "INT")]
    [InlineData("INT", "TERM")]
    [InlineData("TERM", "INT")]
    public async Task A_second_signal_ends_it_at_once_whatever_it_waits_for(string first, string second)
    {
        await using var process = await StartAsync("--drain-delay", "1h");
        await process.SignalAsync(first);
        await process.UntilOutputAsync("Draining");

        var (code, output, _) = await process.EndAsync(second);

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.DoesNotContain("Stopped.", output, StringComparison.Ordinal);
    }

    private Task<RunningNode> StartAsync(params string[] more) => RunningNode.StartAsync(
    [
        "serve", "--http", "http://127.0.0.1:0", "--grpc", "http://127.0.0.1:0", "--metrics", "off",
        "--runtime", "simulated", "--cores", "1", "--model-repository", _repository.Root, .. more,
    ]);
}
