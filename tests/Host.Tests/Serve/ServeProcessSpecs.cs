using System.Net;
using System.Text.RegularExpressions;
using NeuronActors.Node.Tests.Rest;

namespace NeuronActors.Node.Tests.Serve;

/// <summary>The program itself, as an operator runs it.</summary>
public sealed partial class ServeProcessSpecs
{
    private static readonly string[] Anywhere = ["--http", "http://127.0.0.1:0", "--grpc", "http://127.0.0.1:0", "--metrics", "http://127.0.0.1:0"];

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_says_where_it_listens_and_ends_in_order_when_told_to(string signal)
    {
        await using var process = await RunningNode.StartAsync(["serve", .. Anywhere]);
        using var client = new HttpClient { BaseAddress = process.Http };
        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync("/v2/models/mnist/ready")).Status);

        var (code, output, error) = await process.EndAsync(signal);

        Assert.Equal(0, code);
        Assert.Matches(@"REST       http://127\.0\.0\.1:[1-9]", output);
        Assert.Matches(@"dashboard  http://127\.0\.0\.1:[1-9][0-9]*/", output);
        Assert.Contains("Ready: mnist (1).", output, StringComparison.Ordinal);
        Assert.Contains("Stopped.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_in_flight_finish_when_it_is_told_to_end()
    {
        using var repository = new TestRepository().WithSimulated("slow", executionTime: "300ms");
        await using var process = await RunningNode.StartAsync(["serve", .. Anywhere, "--runtime", "simulated", "--cores", "2", "--model-repository", repository.Root, "--multicore"]);
        using var client = new HttpClient { BaseAddress = process.Http };
        Task<(HttpStatusCode Status, System.Text.Json.JsonElement Body)>[] requests =
            [.. Enumerable.Range(0, 8).Select(_ => client.PostJsonAsync("/v2/models/slow/infer", """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}"""))];
        await InFlightAsync(client, 8);

        var (code, _, _) = await process.EndAsync("TERM");

        Assert.Equal(0, code);
        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task A_node_of_a_pool_says_where_the_others_reach_it_and_leaves_in_order()
    {
        await using var first = await RunningNode.StartAsync(["serve", .. Anywhere, "--node-name", "n1", "--cluster-port", "0"]);
        await using var second = await RunningNode.StartAsync(
            ["serve", .. Anywhere, "--node-name", "n2", "--cluster-port", "0", "--cluster-seeds", first.Line("cluster")]);
        using var client = new HttpClient { BaseAddress = second.Http };
        var (_, cores) = await client.GetJsonAsync("/v2/neuron/cores?scope=pool");
        Assert.Equal(["n1", "n2"], cores.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()));
        Assert.Matches("^127[.]0[.]0[.]1:[1-9][0-9]*$", second.Line("tensors"));

        var (code, output, _) = await first.EndAsync("TERM");

        Assert.Equal(0, code);
        Assert.Contains("Stopped.", output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync("/v2/models/mnist/ready")).Status);
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        using var repository = new TestRepository().WithSimulated("slow", executionTime: "50s");
        await using var process = await RunningNode.StartAsync(["serve", .. Anywhere, "--runtime", "simulated", "--cores", "1", "--model-repository", repository.Root]);
        using var client = new HttpClient { BaseAddress = process.Http };
        var request = client.PostJsonAsync("/v2/models/slow/infer", """{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""");
        await InFlightAsync(client, 1);

        await process.SignalAsync("TERM");
        await process.UntilOutputAsync("Draining");
        var (code, _, _) = await process.EndAsync("TERM");

        Assert.NotEqual(0, code);
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }

    [Theory]
    [InlineData("--cores x", 2, "--cores is 'x', and must be a whole number of at least 1.")]
    [InlineData("--http 8000", 2, "--http is '8000', and must be a URL like http://127.0.0.1:8000")]
    [InlineData("--runtime gpu", 2, "--runtime is 'gpu', and must be one of cpu, simulated, nrt")]
    [InlineData("--instance trn9 --runtime simulated", 1, "The runtime cannot start:")]
    [InlineData("--model-repository /does/not/exist", 1, "The model repository '/does/not/exist' cannot be read")]
    [InlineData("--model-control-mode explicit --load-model none", 1, "There is no model 'none' in the repository.")]
    [InlineData("--load-model mnist", 2, "--load-model has a meaning only with --model-control-mode explicit.")]
    [InlineData("--http https://127.0.0.1:0", 2, "An https address needs --tls-certificate.")]
    [InlineData("--close-inference", 2, "--close-inference needs --api-key")]
    [InlineData("--cluster-seeds 127.0.0.1:1", 2, "--cluster-seeds has a meaning only with --cluster-port, which makes the node part of a pool.")]
    [InlineData("--cluster-port 0 --cluster-host no.such.host.invalid", 1, "--cluster-host is 'no.such.host.invalid', and no address is known by that name:")]
    [InlineData("--prot 7", 2, "'--prot' is no option.")]
    [InlineData("--metrix off", 2, "'--metrix' is no option. Did you mean '--metrics'?")]
    public async Task What_cannot_be_is_one_line(string arguments, int code, string line)
    {
        string[] listening = [.. Anywhere.Chunk(2).Where(pair => !arguments.Contains(pair[0], StringComparison.Ordinal)).SelectMany(pair => pair)];

        var run = await NodeProcess.RunAsync(["serve", .. listening, .. arguments.Split(' ')]);

        Assert.Equal(code, run.ExitCode);
        Assert.StartsWith(line, LastOf(run.Error), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_the_owner_of_the_port_serves_on()
    {
        await using var owner = await RunningNode.StartAsync(["serve", .. Anywhere]);

        var run = await NodeProcess.RunAsync("serve", "--http", owner.Http.GetLeftPart(UriPartial.Authority), "--grpc", "off", "--metrics", "off");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("address already in use", run.Error, StringComparison.Ordinal);
        Assert.Contains($":{owner.Http.Port}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error + run.Output, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = owner.Http };
        Assert.Equal(HttpStatusCode.OK, (await client.GetJsonAsync("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task The_environment_sets_what_no_option_does()
    {
        await using var process = await RunningNode.StartAsync(
            ["serve", .. Anywhere, "--node-name", "by-option"],
            new() { ["NEURON_ACTORS_CORES"] = "3", ["NEURON_ACTORS_NODE_NAME"] = "by-variable" });
        using var client = new HttpClient { BaseAddress = process.Http };

        var (_, cores) = await client.GetJsonAsync("/v2/neuron/cores");

        Assert.Equal(3, cores.GetProperty("cores").GetArrayLength());
        Assert.Equal("by-option", cores.GetProperty("node").GetString());
    }

    private static string LastOf(string error) => error.TrimEnd().Split('\n').Last(line => !line.StartsWith("See:", StringComparison.Ordinal) && !LogLine().IsMatch(line));

    private static async Task InFlightAsync(HttpClient client, int count)
    {
        for (var since = System.Diagnostics.Stopwatch.GetTimestamp(); ;)
        {
            var (_, body) = await client.GetJsonAsync("/v2/neuron/cores");
            if (body.GetProperty("cores").EnumerateArray().Sum(core => core.GetProperty("in_flight").GetInt32()) > 0 && count-- <= 1) return;
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "Nothing came to run.");
        }
    }

    [GeneratedRegex("^(info|warn|fail|dbug): ")]
    private static partial Regex LogLine();
}
