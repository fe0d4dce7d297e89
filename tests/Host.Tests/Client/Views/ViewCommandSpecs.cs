using NeuronActors.Node.Client.Views;
using NeuronActors.Node.Terminals;
using NeuronActors.Node.Tests.Client.Top;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Client.Views;

public sealed class ViewCommandSpecs
{
    [Fact]
    public async Task Cores_are_shown_with_what_is_on_them()
    {
        await using var node = await TestNode.StartAsync(("cores", "3"), ("start-nc", "1"));

        var run = (await ClientRun.RunAsync(node, "cores")).Succeeded();

        Assert.Contains("Node test: 3 NeuronCores, runtime cpu", run.Words, StringComparison.Ordinal);
        Assert.Contains("0 ready – 0 0 0", run.Words, StringComparison.Ordinal);
        Assert.Contains("1 ready mnist 0 0 0", run.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cores_as_json_have_the_names_of_the_protocol()
    {
        await using var node = await TestNode.StartAsync(("cores", "2"));

        var json = (await ClientRun.RunAsync(node, "cores", "--json")).Succeeded().Json;

        Assert.Equal("cpu", json.GetProperty("runtime").GetString());
        var core = json.GetProperty("cores")[0];
        Assert.Equal("ready", core.GetProperty("state").GetString());
        Assert.Equal(0, core.GetProperty("in_flight").GetInt32());
        Assert.Equal("mnist", core.GetProperty("replicas")[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task Models_are_shown_with_state_cores_and_tensors_also_those_that_are_not_loaded()
    {
        using var repository = new TestRepository().WithIdentity("a").WithIdentity("b");
        await using var node = await TestNode.StartAsync(
            ("cores", "2"), ("model-repository", repository.Root), ("model-control-mode", "explicit"), ("load-model", "a"));

        var run = (await ClientRun.RunAsync(node, "models")).Succeeded();
        var json = (await ClientRun.RunAsync(node, "models", "--json")).Succeeded().Json;

        Assert.Contains("a 1 READY 0 – – x FP32 [?] y FP32 [?]", run.Words, StringComparison.Ordinal);
        Assert.Contains("b 1 UNAVAILABLE –", run.Words, StringComparison.Ordinal);
        (await ClientRun.RunAsync(node, "infer", "a", "--input", "x=[1]")).Succeeded();
        var answered = (await ClientRun.RunAsync(node, "models", "--json")).Succeeded().Json.GetProperty("models")[0];
        Assert.Equal(1, answered.GetProperty("answered").GetInt32());
        Assert.InRange(answered.GetProperty("p99_ms").GetDouble(), answered.GetProperty("p50_ms").GetDouble(), 60_000);
        Assert.Equal(["READY", "UNAVAILABLE"], json.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("state").GetString()));
    }

    [Fact]
    public void Cores_of_a_pool_are_shown_node_by_node_with_those_that_cannot_be_reached()
    {
        using var output = new StringWriter();

        CoresView.Write(Terminal.Create(output, isPlain: true), TopMembersSpecs.Sample(0, ("n1", true), ("n2", false)).Cores);

        var words = string.Join(' ', output.ToString().Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Pool, version 7: 4 NeuronCores on 2 nodes", words, StringComparison.Ordinal);
        Assert.Contains("n1 0 0 ready mnist", words, StringComparison.Ordinal);
        Assert.Contains("n2 2 0 unreachable mnist", words, StringComparison.Ordinal);
        Assert.Contains(" 3 1 unreachable mnist", words, StringComparison.Ordinal);
        Assert.Contains("Node n2 cannot be reached", words, StringComparison.Ordinal);
    }
}
