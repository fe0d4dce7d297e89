using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles;

public sealed class ModelFileSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("net.onnx", "net", SubgraphFormat.Onnx)]
    [InlineData("net.v2.ONNX", "net.v2", SubgraphFormat.Onnx)]
    [InlineData("net.sim.json", "net", SubgraphFormat.Simulated)]
    public void A_file_is_a_model_of_one_subgraph_named_after_it(string file, string name, SubgraphFormat format)
    {
        var path = _folder.Write(file, "");

        var model = ModelFile.Read(path);

        Assert.Equal((path, name), (model.Path, model.DefaultName));
        Assert.Equal(new SubgraphFile(name, path, format), Assert.Single(model.Subgraphs));
        Assert.Empty(model.Outputs);
    }

    [Fact]
    public void A_neff_is_read_when_the_model_is()
    {
        var path = _folder.Write("net.neff", NeffBuilder.Sound());

        Assert.Equal(new SubgraphFile("net", path, SubgraphFormat.Neff), Assert.Single(ModelFile.Read(path).Subgraphs));

        AssertRefused(_folder.Write("cut.neff", NeffBuilder.Sound()[..^1]), "the file is cut");
        _folder.Write("net.metaneff", "hello");
        var refusal = Assert.Throws<ModelFileException>(() => ModelFile.Read(path));
        Assert.Equal(_folder.At("net.metaneff"), refusal.Path);
        Assert.Contains("it is no metaneff", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net.pt")]
    [InlineData("net.PTH")]
    [InlineData("net.ts")]
    public void An_archive_without_subgraphs_is_a_model_of_none(string file)
    {
        var path = _folder.Write(file, File.ReadAllBytes(Fixture.At("torchscript", "08-plain-conv", "model.pt")));

        var model = ModelFile.Read(path);

        Assert.Equal("net", model.DefaultName);
        Assert.Empty(model.Subgraphs);
        Assert.Null(model.RunsInPartsBecause);
    }

    [Fact]
    public void A_relative_path_becomes_a_full_one()
    {
        var path = _folder.Write("net.onnx", "");

        Assert.Equal(path, ModelFile.Read(Path.GetRelativePath(Environment.CurrentDirectory, path)).Path);
    }

    [Fact]
    public void A_folder_is_a_model_named_after_it_with_or_without_a_slash_at_the_end()
    {
        _folder.Write("digits/model.json", """{ "subgraphs": [] }""");

        Assert.Equal("digits", ModelFile.Read(_folder.At("digits")).DefaultName);
        Assert.Equal("digits", ModelFile.Read(_folder.At("digits/")).DefaultName);
        Assert.Equal(_folder.At("digits"), ModelFile.Read(_folder.At("digits/")).Path);
    }

    [Theory]
    [InlineData("net.json")]
    [InlineData("net")]
    [InlineData(".onnx")]
    public void A_file_of_another_kind_is_refused_with_the_kinds_there_are(string file)
    {
        AssertRefused(
            _folder.Write(file, ""),
            "of no known kind; a model is a file ending in .onnx, .sim.json or .neff, a TorchScript archive ending in .pt, .pth or .ts, or a folder with a model.json");
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_refused()
    {
        AssertRefused(_folder.At("nowhere.onnx"), "there is no such file or folder");
        AssertRefused("", "the path of a model is empty");
        AssertRefused("  ", "the path of a model is empty");
        AssertRefused("a\0b.onnx", "NUL");
    }

    [Fact]
    public void A_folder_without_a_manifest_is_refused_with_what_it_holds()
    {
        AssertRefused(_folder.Path, "the folder holds nothing and no model.json");

        _folder.Write("b.onnx", "");
        _folder.Write("a.onnx", "");
        AssertRefused(_folder.Path, "the folder holds a.onnx, b.onnx and no model.json");

        _folder.Write("model.json", """{ "subgraphs": [] }""");
        Assert.Empty(ModelFile.Read(_folder.Path).Subgraphs);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertRefused(string path, string reason)
    {
        var refusal = Assert.Throws<ModelFileException>(() => ModelFile.Read(path));

        Assert.Equal(path, refusal.Path);
        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
