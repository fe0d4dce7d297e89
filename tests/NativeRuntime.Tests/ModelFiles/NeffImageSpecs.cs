using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript.Pickle;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles;

public sealed class NeffImageSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_whole_file_is_its_own_image()
    {
        var path = _folder.Write("net.neff", NeffBuilder.Sound());

        Assert.Equal(NeffBuilder.Sound(), Read(new SubgraphFile("net", path, SubgraphFormat.Neff)));
    }

    [Fact]
    public void A_file_that_changed_is_looked_through_again()
    {
        var path = _folder.Write("net.pt", ArchiveBuilder.Net("return (self.a).forward(x, )").ToArray());
        var subgraph = ModelFile.Read(path).Subgraphs[0];
        Assert.NotNull(subgraph.Location);

        _folder.Write("net.pt", ArchiveBuilder.Net("# another length\nreturn (self.a).forward(x, )").ToArray());

        Assert.Equal(NeffBuilder.Sound("a"), Read(subgraph));
    }

    [Fact]
    public void An_entry_that_is_gone_is_named()
    {
        var path = _folder.Write("net.pt", ArchiveBuilder.Net("return (self.a).forward(x, )").ToArray());
        var subgraph = ModelFile.Read(path).Subgraphs[0];

        _folder.Write("net.pt", File.ReadAllBytes(Fixture.At("torchscript", "08-plain-conv", "model.pt")));

        var refusal = Assert.Throws<ModelFileException>(() => NeffImage.Open(subgraph));
        Assert.Contains("it has no subgraph 'a.model' any more", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_packed_is_found_without_a_place_in_the_file()
    {
        var pickle = new PickleWriter().Module("__torch__", "Net", ("model", each => each.Neuron(NeffBuilder.Sound(), ArchiveBuilder.Meta())));
        var archive = new ArchiveBuilder()
            .Add("net/data.pkl", pickle.ToArray(), System.IO.Compression.CompressionLevel.Optimal)
            .Code("", "class Net(Module):\n  def forward(self, x):\n    return ops.neuron.forward_v2([x], self.model)\n");
        var path = _folder.Write("net.pt", archive.ToArray());

        var subgraph = Assert.Single(ModelFile.Read(path).Subgraphs);

        Assert.Null(subgraph.Location);
        Assert.Equal(NeffBuilder.Sound(), Read(subgraph));
        Assert.Equal(NeffBuilder.Sound().Length, Read(subgraph).Length);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<ModelFileException>(() => NeffImage.Open(new SubgraphFile("net", _folder.At("net.neff"), SubgraphFormat.Neff)));

        Assert.Equal(_folder.At("net.neff"), refusal.Path);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Read(SubgraphFile subgraph)
    {
        using var image = NeffImage.Open(subgraph);
        return image.Neff.ReadAll(10_000);
    }
}
