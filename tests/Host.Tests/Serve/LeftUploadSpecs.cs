using System.Net;
using System.Text.Json;
using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.Node.Tests.Rest;

namespace NeuronActors.Node.Tests.Serve;

/// <summary>Files that came with a load to a node that was killed.</summary>
public sealed class LeftUploadSpecs : IDisposable
{
    private readonly TestRepository _repository = new TestRepository().WithIdentity("a");
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("neuron-tmpdir-");

    public void Dispose()
    {
        _repository.Dispose();
        _temporary.Delete(recursive: true);
    }

    [Fact]
    public async Task The_next_start_of_the_node_deletes_them_and_those_of_a_node_that_lives_stay()
    {
        await using var other = await StartAsync("n2");
        await UploadAsync(other);
        var inUse = Assert.Single(Uploads());
        await using (var killed = await StartAsync("n1"))
        {
            await UploadAsync(killed);
            await killed.SignalAsync("KILL");
            await killed.EndedAsync();
        }

        Assert.Equal(2, Uploads().Length);

        await using var again = await StartAsync("n1");

        Assert.Equal(inUse, Assert.Single(Uploads()));
        await UploadAsync(again);
        Assert.Equal(2, Uploads().Length);
        Assert.Equal(0, (await again.EndAsync("TERM")).ExitCode);
        Assert.Equal(inUse, Assert.Single(Uploads()));
    }

    private string[] Uploads() => [.. _temporary.EnumerateDirectories("neuron-upload*").Select(folder => folder.Name)];

    private static async Task UploadAsync(RunningNode node)
    {
        using var client = new HttpClient { BaseAddress = node.Http };
        var parameters = new Dictionary<string, string> { ["config"] = "{}", ["file:1/model.onnx"] = Convert.ToBase64String(Graphs.Negation().Build()) };
        var (loaded, _) = await client.PostJsonAsync("/v2/repository/models/new/load", JsonSerializer.Serialize(new { parameters }));
        Assert.Equal(HttpStatusCode.OK, loaded);
    }

    private Task<RunningNode> StartAsync(string name) => RunningNode.StartAsync(
        [
            "serve", "--node-name", name, "--http", "http://127.0.0.1:0", "--grpc", "off", "--metrics", "off", "--cores", "1",
            "--model-repository", _repository.Root, "--model-control-mode", "explicit", "--load-model", "a",
        ],
        new Dictionary<string, string> { ["TMPDIR"] = _temporary.FullName });
}
