using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Client.Top;

public sealed class TopCommandSpecs
{
    [Fact]
    public async Task Without_a_terminal_it_is_one_frame_and_no_escape_code()
    {
        await using var node = await TestNode.StartAsync(("cores", "2"));

        var run = (await ClientRun.RunAsync(node, "top", "--interval", "50ms")).Succeeded();

        Assert.Contains("test cpu, 2 cores, 0 results/s", run.Words, StringComparison.Ordinal);
        Assert.Contains("mnist 1", run.Words, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Json_is_one_object_with_cores_and_models()
    {
        await using var node = await TestNode.StartAsync(("cores", "2"));

        var json = (await ClientRun.RunAsync(node, "top", "--json", "--interval", "50ms")).Succeeded().Json;

        Assert.Equal(2, json.GetProperty("cores").GetArrayLength());
        Assert.Equal("mnist", json.GetProperty("models")[0].GetProperty("name").GetString());
        Assert.True(json.GetProperty("cores")[0].TryGetProperty("per_second", out _));
    }
}
