using System.Net;
using System.Text.Json;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Dashboard.Live;

public sealed class EventsSpecs
{
    [Fact]
    public async Task The_stream_begins_with_the_history_and_goes_on_with_the_state()
    {
        using var repository = new TestRepository().WithSimulated("steady");
        await using var node = await TestNode.StartAsync(("runtime", "simulated"), ("cores", "3"), ("model-repository", repository.Root));
        using var answer = await node.Client.GetAsync("/v2/neuron/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);

        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("history", (await NextAsync(reader)).Name);
        var (name, state) = await NextAsync(reader);
        while (name != "state" || state.GetProperty("models").GetArrayLength() == 0) (name, state) = await NextAsync(reader);

        Assert.Equal(3, state.GetProperty("cores").GetArrayLength());
        Assert.True(state.GetProperty("ready").GetBoolean());
        Assert.Equal("steady", state.GetProperty("models")[0].GetProperty("name").GetString());
        Assert.Equal([0], state.GetProperty("models")[0].GetProperty("subgraphs")[0].GetProperty("cores").EnumerateArray().Select(core => core.GetInt32()));
    }

    [Fact]
    public async Task The_stream_needs_the_key_where_there_is_one()
    {
        await using var node = await TestNode.StartUnloadedAsync(("runtime", "simulated"), ("cores", "2"), ("api-key", "sesame"));
        var (status, body) = await node.Client.GetJsonAsync("/v2/neuron/events");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.NotEmpty(body.GetProperty("error").GetString()!);

        node.Client.Authorize("sesame");
        using var answer = await node.Client.GetAsync("/v2/neuron/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_node_that_drains_ends_the_stream_and_does_not_wait_for_it()
    {
        var node = await TestNode.StartUnloadedAsync(("runtime", "simulated"), ("cores", "2"));
        using var answer = await node.Client.GetAsync("/v2/neuron/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await NextAsync(reader);

        var stopped = node.StopAsync();
        while (await reader.ReadLineAsync() is not null)
        {
        }

        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
        await node.DisposeAsync();
    }

    private static async Task<(string Name, JsonElement Data)> NextAsync(StreamReader reader)
    {
        var (name, data) = ("", "");
        for (var line = await reader.ReadLineAsync(); !string.IsNullOrEmpty(line); line = await reader.ReadLineAsync())
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line["data: ".Length..];
        }

        return data.Length == 0 ? throw new EndOfStreamException("The stream has ended.") : (name, JsonDocument.Parse(data).RootElement);
    }
}
