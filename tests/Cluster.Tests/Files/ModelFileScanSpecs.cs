using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster.Tests.Files;

public sealed class ModelFileScanSpecs : IDisposable
{
    private readonly ModelFolder _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_folder_is_listed_with_what_is_below_it()
    {
        var manifest = await ModelFileScan.OfAsync(_disk.Folder("m", size: 50) + "/", default);

        Assert.Equal(("m", true), (manifest.Name, manifest.IsFolder));
        Assert.Equal([("a.neff", 50L), ("model.json", 100L), ("parts/b.neff", 50L)], manifest.Files.Select(file => (file.Name, file.Size)));
        Assert.Equal(ContentHash.Of(ModelFolder.Bytes(50, seed: 2)), manifest.Files[0].Hash);
    }

    [Fact]
    public async Task A_file_is_listed_by_itself()
    {
        var manifest = await ModelFileScan.OfAsync(_disk.File("net.onnx", 10), default);

        Assert.Equal(("net.onnx", false, "net.onnx"), (manifest.Name, manifest.IsFolder, Assert.Single(manifest.Files).Name));
    }

    [Theory]
    [InlineData("m/model.json")]
    [InlineData("m/parts")]
    public async Task A_link_below_a_model_is_refused(string target)
    {
        var folder = _disk.Folder("m");
        File.CreateSymbolicLink(Path.Combine(folder, "link"), Path.Combine(_disk.Root, target));

        var refusal = await Assert.ThrowsAsync<ModelTransferException>(() => ModelFileScan.OfAsync(folder, default));

        Assert.Equal(TransferFailure.BadModel, refusal.Kind);
        Assert.Contains("symbolic link", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_no_model()
    {
        Assert.Equal(
            TransferFailure.BadModel,
            (await Assert.ThrowsAsync<ModelTransferException>(() => ModelFileScan.OfAsync(Path.Combine(_disk.Root, "none"), default))).Kind);
        Directory.CreateDirectory(Path.Combine(_disk.Root, "empty"));
        await Assert.ThrowsAsync<ModelTransferException>(() => ModelFileScan.OfAsync(Path.Combine(_disk.Root, "empty"), default));
    }
}
