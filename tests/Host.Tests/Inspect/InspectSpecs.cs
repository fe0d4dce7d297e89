using System.Text.Json;
using NeuronActors.Node.Inspect;
using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Tests.Inspect;

public sealed class InspectSpecs
{
    public static TheoryData<string> Archives => [.. Directory.GetDirectories(Fixture("torchscript")).Select(each => Path.GetFileName(each)!).Order()];

    [Theory]
    [MemberData(nameof(Archives))]
    public void An_archive_is_one_json_object_with_all_that_is_in_it(string name)
    {
        var expected = JsonDocument.Parse(File.ReadAllBytes(Fixture("torchscript", name, "expected.json"))).RootElement.GetProperty("subgraphs");

        var (code, output, _) = Run(Fixture("torchscript", name, "model.pt"), asJson: true);
        var model = JsonDocument.Parse(output).RootElement;

        Assert.Equal(0, code);
        Assert.Equal(["format", "subgraphs", "forward", "host_operators"], model.EnumerateObject().Select(each => each.Name));
        Assert.Equal("torchscript", model.GetProperty("format").GetString());
        Assert.Equal(expected.GetArrayLength(), model.GetProperty("subgraphs").GetArrayLength());
        foreach (var (subgraph, wanted) in model.GetProperty("subgraphs").EnumerateArray().Zip(expected.EnumerateArray()))
        {
            Assert.Equal(["name", "used_in_forward", "neff", "inputs", "outputs"], subgraph.EnumerateObject().Select(each => each.Name));
            Assert.Equal(wanted.GetProperty("path").GetString(), subgraph.GetProperty("name").GetString());
            var neff = subgraph.GetProperty("neff");
            Assert.Equal(["name", "sha256", "size", "uuid", "feature_bits"], neff.EnumerateObject().Select(each => each.Name));
            Assert.Equal(wanted.GetProperty("neff").GetProperty("sha256").GetString(), neff.GetProperty("sha256").GetString());
            Assert.Equal(wanted.GetProperty("neff").GetProperty("uuid_hex").GetString(), neff.GetProperty("uuid").GetString());
            Assert.All(subgraph.GetProperty("inputs").EnumerateArray(), input => Assert.Equal(["name", "shape", "dtype"], input.EnumerateObject().Select(each => each.Name)));
        }
    }

    [Fact]
    public void A_glued_archive_shows_its_operators()
    {
        var model = Json(Fixture("torchscript", "06a-glue-trace", "model.pt"));

        Assert.Equal("host-operators", model.GetProperty("forward").GetString());
        Assert.Contains("aten::relu", model.GetProperty("host_operators").EnumerateArray().Select(each => each.GetString()));
    }

    [Fact]
    public void A_graph_without_a_metaneff_has_names_and_nothing_else()
    {
        var model = Json(Fixture("neff", "pax-tar.neff"));

        Assert.Equal(("neff", "chain"), (model.GetProperty("format").GetString(), model.GetProperty("forward").GetString()));
        var input = model.GetProperty("subgraphs")[0].GetProperty("inputs")[0];
        Assert.Equal("""{"name":"input0","shape":null,"dtype":null}""", input.GetRawText());
        Assert.Equal("""{"name":"input0","shape":[1,1,28,28],"dtype":"FP32"}""", Json(Fixture("neff", "single.neff")).GetProperty("subgraphs")[0].GetProperty("inputs")[0].GetRawText());
    }

    [Fact]
    public void Files_of_the_other_kinds_are_shown_too()
    {
        var onnx = Json(Path.Combine(AppContext.BaseDirectory, "samples", "mnist", "mnist.onnx"));
        Assert.Equal("onnx", onnx.GetProperty("format").GetString());
        Assert.Equal("""{"name":"image","shape":[-1,1,28,28],"dtype":"FP32"}""", onnx.GetProperty("subgraphs")[0].GetProperty("inputs")[0].GetRawText());
        Assert.Equal(JsonValueKind.Null, onnx.GetProperty("subgraphs")[0].GetProperty("neff").ValueKind);

        var simulated = Json(Path.Combine(AppContext.BaseDirectory, "Demo", "mnist.sim.json"));
        Assert.Equal("simulated", simulated.GetProperty("format").GetString());

        var folder = Json(Path.Combine(AppContext.BaseDirectory, "fixtures", "mnist-split"));
        Assert.Equal("folder", folder.GetProperty("format").GetString());
        Assert.Equal(2, folder.GetProperty("subgraphs").GetArrayLength());
    }

    [Theory]
    [InlineData("torchscript-damaged/evil-reduce.pt", "os.system")]
    [InlineData("neff/header-size-0.neff", "header_size is 0, and must be 1024")]
    [InlineData("neff/nowhere.neff", "there is no such file or folder")]
    public void A_file_that_cannot_be_read_is_an_error_in_either_form(string file, string reason)
    {
        var (code, output, error) = Run(Fixture(file.Split('/')), asJson: true);
        var json = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateObject());

        Assert.Equal((1, "error", ""), (code, json.Name, error));
        Assert.Contains(reason, json.Value.GetString(), StringComparison.Ordinal);

        (code, output, error) = Run(Fixture(file.Split('/')), asJson: false);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("torchscript/07a-unused-submodule/model.pt", "2, 1 of them not used", "chain: used.model", "spare.model  not used by forward")]
    [InlineData("torchscript/06a-glue-trace/model.pt", "host-operators: aten::relu", "Runs in parts", "encoder.model")]
    [InlineData("torchscript/11a-shared-object/model.pt", "chain: first.model → first.model")]
    [InlineData("torchscript/08-plain-conv/model.pt", "none: it uses no compiled subgraph")]
    [InlineData("torchscript/18-dynamic-batch/model.pt", "input0 FP32 [1, 3], 12 bytes, compiled for any batch in pieces of this size")]
    [InlineData("torchscript/14-states-aliased/model.pt", "input1 FP32 [2, 3], 24 bytes, from the file: states.0", "output1 FP32 [2, 3], 24 bytes, stays on the device as states.0")]
    [InlineData("neff/single.neff", "Target", "trn1", "input0 FP32 [1, 1, 28, 28], 3,136 bytes", "that of the header matches the content")]
    [InlineData("neff/pax-tar.neff", "input0, 3,136 bytes; shape and type are only known once it is loaded")]
    public void People_see_it_in_words(string file, params string[] words)
    {
        var (code, output, _) = Run(Fixture(file.Split('/')), asJson: false);

        Assert.Equal(0, code);
        Assert.All(words, word => Assert.Contains(word, output, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task The_program_says_by_its_exit_code_whether_the_file_is_sound()
    {
        var sound = await NodeProcess.RunAsync("inspect", Fixture("neff", "single.neff"), "--json");
        Assert.Equal(0, sound.ExitCode);
        Assert.Equal("neff", JsonDocument.Parse(sound.Output).RootElement.GetProperty("format").GetString());

        var damaged = await NodeProcess.RunAsync("inspect", Fixture("neff", "gzip-cut.neff"), "--json");
        Assert.Equal(1, damaged.ExitCode);
        Assert.True(JsonDocument.Parse(damaged.Output).RootElement.TryGetProperty("error", out _));
        Assert.Empty(damaged.Error);
    }

    private static JsonElement Json(string path)
    {
        var (code, output, error) = Run(path, asJson: true);
        Assert.True(code == 0, output + error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static (int Code, string Output, string Error) Run(string path, bool asJson)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = InspectProgram.Run(path, asJson, output, error, () =>
        {
            var console = Terminal.Create(output, isPlain: true);
            console.Profile.Width = 200;
            return console;
        });
        return (code, output.ToString(), error.ToString());
    }

    private static string Fixture(params string[] path) => Path.Combine([AppContext.BaseDirectory, "fixtures", .. path]);
}
