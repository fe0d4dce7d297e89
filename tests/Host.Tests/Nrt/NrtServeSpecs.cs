using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using NeuronActors.FakeNrt;
using NeuronActors.Node.Tests.Grpc;
using NeuronActors.Node.Tests.Rest;
using NeuronActors.Node.Tests.Serve;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Nrt;

/// <summary>
/// A node on the stand-in for libnrt, as a process: compiled models of each kind out of a repository, over REST and gRPC. Each turns the sign
/// of what it gets and adds something of its own, so an answer tells which of them has run.
/// </summary>
public sealed class NrtServeSpecs : IDisposable
{
    private static readonly long[] Shape = [1, 4];
    private static readonly float[] Given = [1, 2, 3, 4];

    private readonly TestRepository _repository = new();
    private readonly TemporaryFolder _folder = new();

    // What each gives for Given.
    private readonly Dictionary<string, float[]> _models = new()
    {
        ["archive"] = [-9, -8, -7, -6],   // two in a chain: −(−x + 10)
        ["chain"] = [-19, -18, -17, -16], // the same with 20
        ["loose"] = [29, 28, 27, 26],
        ["neff"] = [39, 38, 37, 36],
    };

    public void Dispose()
    {
        _repository.Dispose();
        _folder.Dispose();
    }

    [StandInFact]
    public async Task All_kinds_are_loaded_at_the_start_and_answer_on_both_front_ends()
    {
        WriteModels();
        await using var node = await StartAsync();
        using var channel = GrpcChannel.ForAddress(node.Grpc);
        using var client = new HttpClient { BaseAddress = node.Http };

        foreach (var model in _models.Keys) await AssertServesAsync(model, client, channel);

        var (_, placement) = await client.GetJsonAsync("/v2/neuron/models/chain/placement");
        Assert.Equal(["first", "second"], placement.GetProperty("subgraphs").EnumerateArray().Select(subgraph => subgraph.GetProperty("name").GetString()!));
        Assert.Equal(HttpStatusCode.OK, (await client.PostJsonAsync("/v2/neuron/models/neff/placement", """{"multicore":true}""")).Status);
        await AssertServesAsync("neff", client, channel);
        var (code, _, error) = await node.EndAsync("TERM");
        Assert.True(code == 0, error);
    }

    [StandInFact]
    public async Task Explicit_loads_and_unloads_each_kind_over_either_front_end()
    {
        WriteModels();
        await using var node = await StartAsync("--model-control-mode", "explicit", "--load-model", "neff");
        using var channel = GrpcChannel.ForAddress(node.Grpc);
        using var client = new HttpClient { BaseAddress = node.Http };
        await AssertServesAsync("neff", client, channel);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetJsonAsync("/v2/models/archive")).Status);

        foreach (var model in _models.Keys.Except(["neff"]))
        {
            Assert.Equal(HttpStatusCode.OK, (await client.PostJsonAsync($"/v2/repository/models/{model}/load", """{"parameters":{"start_nc":2}}""")).Status);
            await AssertServesAsync(model, client, channel);
            await channel.Inference().RepositoryModelUnloadAsync(new Wire.RepositoryModelUnloadRequest { ModelName = model });
            await GrpcCalls.RefusedAsync(StatusCode.NotFound, channel.Inference().ModelMetadataAsync(new Wire.ModelMetadataRequest { Name = model }));

            await channel.Inference().RepositoryModelLoadAsync(new Wire.RepositoryModelLoadRequest { ModelName = model });
            await AssertServesAsync(model, client, channel);
            Assert.Equal(HttpStatusCode.OK, (await client.PostJsonAsync($"/v2/repository/models/{model}/unload")).Status);
        }

        await AssertServesAsync("neff", client, channel);
    }

    [StandInFact]
    public async Task Polling_takes_up_each_kind_and_lets_go_of_it()
    {
        await using var node = await StartAsync("--model-control-mode", "poll", "--poll-interval", "50ms");
        using var channel = GrpcChannel.ForAddress(node.Grpc);
        using var client = new HttpClient { BaseAddress = node.Http };

        WriteModels();
        foreach (var model in _models.Keys)
        {
            await UntilAsync(client, model, HttpStatusCode.OK);
            await AssertServesAsync(model, client, channel);
        }

        Directory.Delete(Path.Combine(_repository.Root, "archive"), recursive: true);
        File.Delete(Path.Combine(_repository.Root, "loose.neff"));
        await UntilAsync(client, "archive", HttpStatusCode.NotFound);
        await UntilAsync(client, "loose", HttpStatusCode.NotFound);
        await AssertServesAsync("chain", client, channel);
        await AssertServesAsync("neff", client, channel);
    }

    private static Task UntilAsync(HttpClient client, string model, HttpStatusCode status) =>
        Waiting.UntilAsync(async () => (await client.GetJsonAsync($"/v2/models/{model}/ready")).Status == status, $"{model} to be {status}");

    private void WriteModels()
    {
        _repository.WithFile("archive/1/model.pt", ToyArchive.Chain(Shape, Turned("input0", "output0", 10), Turned("input0", "output0", 0)));
        _repository.WithFile("chain/1/first.neff", Turned("x", "middle", 20));
        _repository.WithFile("chain/1/second.neff", Turned("middle", "y", 0));
        _repository.WithFile("chain/1/model.json", [.. """{"subgraphs":[{"name":"first","file":"first.neff"},{"name":"second","file":"second.neff"}]}"""u8]);
        _repository.WithFile("neff/1/model.neff", Turned("x", "y", 40));
        _repository.WithFile("loose.neff", Turned("x", "y", 30));
    }

    private static byte[] Turned(string input, string output, int plus) =>
        new ToyNeff().Input(input, ElementType.Float32, Shape).Output(output, ElementType.Float32, Shape, $"affine 0 -1 {plus}").ToBytes();

    private Task<RunningNode> StartAsync(params string[] more)
    {
        _folder.Write("nrt.conf", $"neuron.nrt.library = \"{FakeLibrary.Path}\"");
        return RunningNode.StartAsync(
        [
            "serve", "--http", "http://127.0.0.1:0", "--grpc", "http://127.0.0.1:0", "--metrics", "off", "--runtime", "nrt", "--cores", "4",
            "--hocon", _folder.At("nrt.conf"), "--model-repository", _repository.Root, .. more,
        ]);
    }

    private async Task AssertServesAsync(string model, HttpClient client, GrpcChannel channel)
    {
        var (input, output) = model == "archive" ? ("input0", "output0") : ("x", "y");
        var (_, metadata) = await client.GetJsonAsync($"/v2/models/{model}");
        Assert.StartsWith("neuron_", metadata.GetProperty("platform").GetString(), StringComparison.Ordinal);
        Assert.Equal($$"""[{"name":"{{input}}","datatype":"FP32","shape":[1,4]}]""", metadata.GetProperty("inputs").GetRawText());
        Assert.Equal($$"""[{"name":"{{output}}","datatype":"FP32","shape":[1,4]}]""", metadata.GetProperty("outputs").GetRawText());
        var message = await channel.Inference().ModelMetadataAsync(new Wire.ModelMetadataRequest { Name = model });
        Assert.Equal((metadata.GetProperty("platform").GetString(), input, output), (message.Platform, message.Inputs.Single().Name, message.Outputs.Single().Name));

        var (status, answer) = await client.PostJsonAsync(
            $"/v2/models/{model}/infer", $$"""{"inputs":[{"name":"{{input}}","shape":[1,4],"datatype":"FP32","data":[{{string.Join(',', Given)}}]}]}""");
        Assert.True(status == HttpStatusCode.OK, answer.GetRawText());
        Assert.Equal(_models[model], answer.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(number => number.GetSingle()));
        var request = GrpcCalls.Request(model, Given);
        request.Inputs[0].Name = input;
        request.Inputs[0].Shape.Insert(0, 1);
        Assert.Equal(_models[model], (await channel.Inference().ModelInferAsync(request)).Floats());
    }
}
