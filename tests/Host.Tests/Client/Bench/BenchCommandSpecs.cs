using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Client.Bench;

public sealed class BenchCommandSpecs
{
    private static readonly string[] Short = ["--duration", "300ms", "--warm-up", "50ms"];

    [Fact]
    public async Task A_closed_loop_counts_results_latency_and_cores()
    {
        await using var node = await TestNode.StartAsync(("cores", "2"), ("multicore", "true"));

        var json = (await ClientRun.RunAsync(node, ["bench", "mnist", "--concurrency", "4", "--json", .. Short])).Succeeded().Json;

        var answered = json.GetProperty("answered").GetInt64();
        Assert.Equal(("closed", 4), (json.GetProperty("mode").GetString(), json.GetProperty("concurrency").GetInt32()));
        Assert.True(answered > 0);
        Assert.Equal(answered, json.GetProperty("sent").GetInt64());
        var cores = json.GetProperty("cores").EnumerateArray().ToArray();
        Assert.Equal(["0", "1"], cores.Select(core => core.GetProperty("neuron_core").GetString()));
        Assert.Equal(answered, cores.Sum(core => core.GetProperty("answered").GetInt64()));
        var latency = json.GetProperty("latency_ms");
        var percentiles = new[] { "p50", "p90", "p95", "p99", "p999", "max" }.Select(name => latency.GetProperty(name).GetDouble()).ToArray();
        Assert.Equal(percentiles.Order(), percentiles);
        Assert.True(percentiles[0] > 0);
    }

    [Fact]
    public async Task An_open_loop_sends_what_was_asked_for_whatever_the_answers_do()
    {
        using var repository = new TestRepository().WithSimulated("slow", executionTime: "100ms");
        await using var node = await TestNode.StartAsync(("runtime", "simulated"), ("cores", "1"), ("model-repository", repository.Root), ("queue-capacity", "2"), ("max-in-flight", "1"));

        var run = await ClientRun.RunAsync(node, "bench", "slow", "--rate", "400", "--duration", "500ms", "--warm-up", "100ms", "--json");

        // 200 are due in half a second, by chance some 14 more or less; a tenth of a second each, one core answers five or so.
        var json = run.Succeeded().Json;
        Assert.Equal("poisson", json.GetProperty("mode").GetString());
        Assert.InRange(json.GetProperty("sent").GetInt64(), 100, 300);
        var refused = Assert.Single(json.GetProperty("refused").EnumerateArray());
        Assert.Equal("overloaded", refused.GetProperty("reason").GetString());
        Assert.NotEqual("", refused.GetProperty("example").GetString());
        Assert.Equal(json.GetProperty("sent").GetInt64(), json.GetProperty("answered").GetInt64() + refused.GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task People_get_a_table_and_the_made_up_inputs_may_be_shaped()
    {
        await using var node = await TestNode.StartAsync(("cores", "1"));

        var run = (await ClientRun.RunAsync(node, ["bench", "mnist", "--shape", "image=8,1,28,28", .. Short])).Succeeded();

        Assert.Contains("mnist: closed loop, 8 callers, 0.3 s", run.Words, StringComparison.Ordinal);
        Assert.Contains("latency mean p50 p90 p95 p99 p99.9 max", run.Words, StringComparison.Ordinal);
        Assert.Contains("node core results", run.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--shape gives 'image' [1, 2], and the model takes [?, 1, 28, 28].", "image=1,2")]
    [InlineData(2, "'mnist' has no input 'imag'; it takes image FP32 [?, 1, 28, 28]. Did you mean 'image'?", "imag=1")]
    [InlineData(2, "--shape is 'image=x', and must be a name and dimensions", "image=x")]
    public async Task A_shape_that_the_model_does_not_take_is_told(int code, string says, string shape)
    {
        await using var node = await TestNode.StartAsync(("cores", "1"));

        (await ClientRun.RunAsync(node, "bench", "mnist", "--shape", shape)).Failed(code, says);
    }

    [Fact]
    public async Task What_would_fail_each_time_is_told_once_as_infer_tells_it()
    {
        await using var node = await TestNode.StartAsync(("cores", "1"));

        (await ClientRun.RunAsync(node, ["bench", "nobody", .. Short])).Failed(5, "lists what there is");
    }
}
