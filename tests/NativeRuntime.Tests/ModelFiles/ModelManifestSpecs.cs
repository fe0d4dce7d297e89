using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles;

public sealed class ModelManifestSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelManifestSpecs()
    {
        _folder.Write("a.onnx", "");
        _folder.Write("parts/b.sim.json", "");
    }

    [Fact]
    public void All_that_a_manifest_can_say_is_read()
    {
        var model = Read("""
            {
              // comments and trailing commas are welcome
              "subgraphs": [
                { "name": "first", "file": "a.onnx" },
                {
                  "name": "second", "file": "parts/b.sim.json",
                  "inputs": { "x": "features" }, "outputs": { "y": "logits", "z": "scores" },
                },
              ],
              "outputs": ["logits", "features"],
            }
            """);

        Assert.Equal(new SubgraphFile("first", _folder.At("a.onnx"), SubgraphFormat.Onnx), model.Subgraphs[0]);
        var second = model.Subgraphs[1];
        Assert.Equal(("second", _folder.At("parts/b.sim.json"), SubgraphFormat.Simulated), (second.Name, second.Path, second.Format));
        Assert.Equal(["x=features"], second.InputNames.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(["y=logits", "z=scores"], second.OutputNames.Select(pair => $"{pair.Key}={pair.Value}").Order());
        Assert.Equal(["logits", "features"], model.Outputs.ToArray());
    }

    [Fact]
    public void A_model_without_subgraphs_is_legal()
    {
        var model = Read("""{ "subgraphs": [] }""");

        Assert.Empty(model.Subgraphs);
        Assert.Empty(model.Outputs);
    }

    [Theory]
    [InlineData("{ \"subgraphs\": [\n  } ]", "this is no JSON at line 2, byte 3")]
    [InlineData("", "this is no JSON")]
    [InlineData("""{ "subgraphs": [], "subgraphs": [] }""", "this is no JSON")]
    [InlineData("""[]""", "the manifest: an object is wanted here, and there is a list")]
    [InlineData("""{}""", "the manifest: 'subgraphs' is missing")]
    [InlineData("""{ "subgraphs": {} }""", "subgraphs: a list is wanted here, and there is an object")]
    [InlineData("""{ "subgraphs": [], "output": [] }""", "the manifest: unknown key 'output'; known are 'subgraphs', 'outputs'")]
    [InlineData("""{ "subgraphs": [], "outputs": [1.5] }""", "outputs[0]: a text is wanted here, and there is 1.5")]
    [InlineData("""{ "subgraphs": [], "outputs": ["y", "y"] }""", "two outputs are called 'y'")]
    [InlineData("""{ "subgraphs": [null] }""", "subgraphs[0]: an object is wanted here, and there is null")]
    [InlineData("""{ "subgraphs": [{ "file": "a.onnx" }] }""", "subgraphs[0]: 'name' is missing")]
    [InlineData("""{ "subgraphs": [{ "name": " ", "file": "a.onnx" }] }""", "subgraphs[0].name: the text is empty")]
    [InlineData("""{ "subgraphs": [{ "name": "a" }] }""", "subgraphs[0]: 'file' is missing")]
    [InlineData("""{ "subgraphs": [{ "name": "a", "file": "" }] }""", "subgraphs[0].file: the text is empty")]
    [InlineData("""{ "subgraphs": [{ "name": "a", "file": "c.onnx" }] }""", "subgraphs[0].file: there is no file 'c.onnx' in ")]
    [InlineData("""{ "subgraphs": [{ "name": "a", "file": "parts" }] }""", "subgraphs[0].file: there is no file 'parts' in ")]
    [InlineData("""{ "subgraphs": [{ "name": "a", "file": "model.json" }] }""", "'model.json' is of no known kind; subgraphs are files")]
    [InlineData("""{ "subgraphs": [{ "name": "a", "file": "a.onnx", "cores": 2 }] }""", "subgraphs[0]: unknown key 'cores'")]
    [InlineData("""{ "subgraphs": [{ "name": "a", "file": "a.onnx", "inputs": { "x": 1 } }] }""", "subgraphs[0].inputs.x: a text is wanted here")]
    [InlineData("""{ "subgraphs": [{ "name": "a", "file": "a.onnx" }, { "name": "a", "file": "a.onnx" }] }""", "two subgraphs are called 'a'")]
    public void What_is_wrong_is_told_with_its_place(string json, string reason) => AssertRefused(json, reason);

    [Theory]
    [InlineData("../a.onnx")]
    [InlineData("parts/../a.onnx")]
    [InlineData("..\\\\a.onnx")]
    [InlineData("/etc/a.onnx")]
    [InlineData("C:/a.onnx")]
    [InlineData("\\\\server\\\\a.onnx")]
    public void A_file_outside_of_the_folder_is_refused(string file)
    {
        AssertRefused(
            $$"""{ "subgraphs": [{ "name": "a", "file": "{{file}}" }] }""",
            "is not a path within the model's folder; absolute paths and '..' are refused");
    }

    [Fact]
    public void The_manifest_in_the_samples_is_sound()
    {
        var model = ModelFile.Read(Cpu.MnistSamples.SplitFolder);

        Assert.Equal("mnist-split", model.DefaultName);
        Assert.Equal(["features", "classifier"], model.Subgraphs.Select(subgraph => subgraph.Name));
        Assert.Equal(["logits"], model.Outputs.ToArray());
    }

    public void Dispose() => _folder.Dispose();

    private ModelPackage Read(string json)
    {
        _folder.Write("model.json", json);
        return ModelFile.Read(_folder.Path);
    }

    private void AssertRefused(string json, string reason)
    {
        var refusal = Assert.Throws<ModelFileException>(() => Read(json));

        Assert.Equal(_folder.At("model.json"), refusal.Path);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Single(Read("""{ "subgraphs": [{ "name": "a", "file": "a.onnx" }] }""").Subgraphs);
    }
}
