using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Client.Changes;

public sealed class ChangeCommandSpecs
{
    [Fact]
    public async Task A_model_is_moved_and_spread_and_what_came_of_it_is_told()
    {
        await using var node = await TestNode.StartAsync(("cores", "4"));

        var moved = (await ClientRun.RunAsync(node, "move", "mnist", "--start-nc", "2", "--nc-count", "2", "--policy", "load-then-unload")).Succeeded();
        var spread = (await ClientRun.RunAsync(node, "multicore", "mnist", "--json")).Succeeded().Json;

        Assert.Contains("mnist: core 0 → cores 2 and 3", moved.Words, StringComparison.Ordinal);
        Assert.Equal([2, 3], CoresOf(spread.GetProperty("before")));
        Assert.Equal([0, 1, 2, 3], CoresOf(spread.GetProperty("subgraphs")));
        Assert.True(spread.GetProperty("milliseconds").GetDouble() > 0);
        Assert.Equal("mnist", spread.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_model_is_unloaded_and_loaded_onto_chosen_cores_and_in_a_chosen_version()
    {
        using var repository = new TestRepository().WithIdentity("m", version: 1).WithIdentity("m", version: 2);
        await using var node = await TestNode.StartAsync(("cores", "4"), ("model-repository", repository.Root));

        Assert.Contains("m is unloaded.", (await ClientRun.RunAsync(node, "unload", "m")).Succeeded().Words, StringComparison.Ordinal);
        (await ClientRun.RunAsync(node, "infer", "m", "--input", "x=[1]")).Failed(5, "'neuron-actors models' lists what there is");
        Assert.Contains("m is loaded on cores 1 and 2.", (await ClientRun.RunAsync(node, "load", "m", "--start-nc", "1", "--nc-count", "2")).Succeeded().Words, StringComparison.Ordinal);
        (await ClientRun.RunAsync(node, "load", "m", "--version", "1", "--multicore")).Succeeded();

        var answer = (await ClientRun.RunAsync(node, "infer", "m", "--input", "x=[1]", "--json")).Succeeded().Json;
        Assert.Equal("1", answer.GetProperty("model_version").GetString());
    }

    [Fact]
    public async Task Any_version_of_a_model_is_moved()
    {
        using var repository = new TestRepository().WithIdentity("m", version: 1).WithIdentity("m", version: 2)
            .WithFile("m/config.json", """{"version_policy":{"all":{}}}"""u8.ToArray());
        await using var node = await TestNode.StartAsync(("cores", "4"), ("model-repository", repository.Root));

        (await ClientRun.RunAsync(node, "move", "m", "--version", "1", "--start-nc", "3")).Succeeded();

        Assert.Equal("3", await CoreOfAsync("1"));
        Assert.NotEqual("3", await CoreOfAsync("2"));

        async Task<string?> CoreOfAsync(string version) =>
            (await ClientRun.RunAsync(node, "infer", "m", "--input", "x=[1]", "--version", version, "--json")).Succeeded().Json.GetProperty("neuron_core").GetString();
    }

    [Theory]
    [InlineData(5, "'neuron-actors models' lists what there is.", "move", "nobody", "--start-nc", "0")]
    [InlineData(5, "'neuron-actors models' lists what there is. Did you mean 'mnist'?", "move", "mnsit", "--start-nc", "0")]
    [InlineData(1, "4", "move", "mnist", "--start-nc", "3", "--nc-count", "2")]
    [InlineData(1, "no", "move", "mnist", "--start-nc", "1", "--subgraph", "nothing")]
    [InlineData(5, "", "load", "nobody")]
    public async Task What_the_node_refuses_is_one_line_and_the_model_serves_on(int code, string says, params string[] arguments)
    {
        await using var node = await TestNode.StartAsync(("cores", "4"));

        var run = await ClientRun.RunAsync(node, arguments);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.True(run.ExitCode == code || arguments.Contains("nothing"), run.Error);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        (await ClientRun.RunAsync(node, "infer", "mnist", "--input", $"image={SampleFiles.Seven}")).Succeeded();
    }

    [Theory]
    [InlineData("move mnist", "A move needs --start-nc, --nc-count or both.")]
    [InlineData("move mnist --start-nc x", "--start-nc is 'x', and must be a whole number of at least -1.")]
    [InlineData("move mnist --strat-nc 1", "'--strat-nc' is no option. Did you mean '--start-nc'?")]
    [InlineData("load m --multicore --start-nc 1", "--multicore means every core")]
    [InlineData("infer m --timeout soon", "--timeout is 'soon', and must be a time above zero")]
    [InlineData("bench m --rate 5 --concurrency 2", "--concurrency is a closed loop and --rate an open one")]
    [InlineData("cores --url nonsense", "--url is 'nonsense', and must be a URL")]
    [InlineData("move m --start-nc 1 --policy load-than-unload", "--policy is 'load-than-unload', and must be unload-then-load or load-then-unload. Did you mean 'load-then-unload'?")]
    [InlineData("move m --start-nc 1 --scope pol", "--scope is 'pol', and must be node or pool. Did you mean 'pool'?")]
    [InlineData("move m --start-nc 1 --scope pool --node n2", "--node is one node and --scope says whose cores are meant")]
    [InlineData("load m --node n2 --pool-version 3", "--pool-version has a meaning only with --scope pool.")]
    [InlineData("multicore m --nod n2", "'--nod' is no option. Did you mean '--node'?")]
    [InlineData("cores --scoep pool", "'--scoep' is no option. Did you mean '--scope'?")]
    [InlineData("infer", "'infer' needs a model: neuron-actors infer <model>")]
    [InlineData("top --interval", "--interval needs a value: --interval <time>")]
    [InlineData("move m --start-nc", "--start-nc needs a value: --start-nc <core>")]
    [InlineData("modles", "'modles' is no command. Did you mean 'models'?")]
    public async Task What_cannot_be_meant_is_told_before_any_node_is_asked(string line, string says)
    {
        var run = await ClientRun.RunAsync(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(says, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cores")]
    [InlineData("models")]
    [InlineData("load")]
    [InlineData("unload")]
    [InlineData("move")]
    [InlineData("multicore")]
    [InlineData("infer")]
    [InlineData("bench")]
    [InlineData("top")]
    public async Task Help_has_an_example(string command)
    {
        var run = (await ClientRun.RunAsync(command, "--help")).Succeeded();

        Assert.Matches($"Examples?: neuron-actors {command}", run.Words);
    }

    private static IEnumerable<int> CoresOf(System.Text.Json.JsonElement subgraphs) =>
        subgraphs[0].GetProperty("cores").EnumerateArray().Select(core => core.GetInt32());
}
