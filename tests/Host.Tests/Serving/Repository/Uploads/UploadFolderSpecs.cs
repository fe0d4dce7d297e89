using NeuronActors.Node.Serving.Repository.Uploads;

namespace NeuronActors.Node.Tests.Serving.Repository.Uploads;

/// <summary>Of all that lies among temporary files, only what an earlier life of the node has left is deleted.</summary>
public sealed class UploadFolderSpecs : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("neuron-leftovers-");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public void What_an_earlier_life_of_the_node_has_left_is_deleted()
    {
        Left("neuron-uploads-a", owner: "n1");
        Left("neuron-uploads-b", owner: "n1");

        Assert.Equal(2, UploadFolder.RemoveLeftovers(_parent.FullName, "n1"));

        Assert.Empty(_parent.EnumerateFileSystemInfos());
    }

    [Fact]
    public void What_is_not_its_own_is_left_as_it_is()
    {
        Left("neuron-uploads-of-another-node", owner: "n2");
        Left("neuron-uploads-of-nobody", owner: null);
        Left("something-else", owner: "n1");
        File.WriteAllText(Path.Combine(Left("neuron-uploads-with-more-in-it", owner: "n1"), "notes.txt"), "mine");
        Directory.CreateDirectory(Path.Combine(Left("neuron-uploads-with-another-folder", owner: "n1"), "models"));
        var before = All();

        Assert.Equal(0, UploadFolder.RemoveLeftovers(_parent.FullName, "n1"));

        Assert.Equal(before, All());
    }

    [Fact]
    public void What_a_link_leads_to_is_left_as_it_is()
    {
        var elsewhere = Left("elsewhere", owner: "n1");
        Directory.CreateSymbolicLink(Path.Combine(_parent.FullName, "neuron-uploads-linked"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(Left("neuron-uploads-with-a-link", owner: "n1"), "2"), elsewhere);
        var before = All();

        Assert.Equal(0, UploadFolder.RemoveLeftovers(_parent.FullName, "n1"));

        Assert.Equal(before, All());
    }

    [Fact]
    public void What_is_in_use_is_left_until_its_node_is_gone()
    {
        var path = Left("neuron-uploads-a", owner: "n1");
        using (new FileStream(Path.Combine(path, "owner"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(0, UploadFolder.RemoveLeftovers(_parent.FullName, "n1"));
            Assert.True(File.Exists(Path.Combine(path, "1", "m", "1", "model.onnx")));
        }

        Assert.Equal(1, UploadFolder.RemoveLeftovers(_parent.FullName, "n1"));
    }

    [Fact]
    public void Where_nothing_can_be_read_nothing_is_found() =>
        Assert.Equal(0, UploadFolder.RemoveLeftovers(Path.Combine(_parent.FullName, "missing"), "n1"));

    private string Left(string name, string? owner)
    {
        var folder = Path.Combine(_parent.FullName, name);
        Directory.CreateDirectory(Path.Combine(folder, "1", "m", "1"));
        File.WriteAllText(Path.Combine(folder, "1", "m", "1", "model.onnx"), "bytes");
        if (owner is not null) File.WriteAllText(Path.Combine(folder, "owner"), owner);
        return folder;
    }

    private string[] All() => [.. _parent.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
}
