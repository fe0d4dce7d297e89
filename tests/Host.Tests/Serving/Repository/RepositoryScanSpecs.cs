using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Repository;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Serving.Repository;

public sealed class RepositoryScanSpecs : IDisposable
{
    private readonly TestRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Finds_models_in_every_layout()
    {
        _repository
            .WithFile("versions/1/model.onnx", [1]).WithFile("versions/10/model.neff", [1]).WithFile("versions/2/model.pt", [1])
            .WithFile("manifest/3/model.json", [1])
            .WithFile("flat/model.json", [1])
            .WithFile("single/net.onnx", [1])
            .WithFile("loose.onnx", [1])
            .WithFile("loose.sim.json", [1])
            .WithFile("notes.txt", [1])
            .WithFile(".hidden/1/model.onnx", [1])
            .WithFile("empty/readme.md", [1])
            .WithFile("odd name/1/model.onnx", [1])
            .WithFile("numbers/01/model.onnx", [1]).WithFile("numbers/0/model.onnx", [1]).WithFile("numbers/-1/model.onnx", [1]);

        var found = RepositoryScan.Read([_repository.Root]);

        Assert.Equal(
            ["empty:", "flat: 1", "loose: 1", "manifest: 3", "numbers:", "odd name: 1", "single: 1", "versions: 1 2 10"],
            found.Select(model => $"{model.Name}: {string.Join(' ', model.Versions.Select(version => version.Number))}".TrimEnd()));
        Assert.Equal(["empty", "numbers", "odd name"], found.Where(model => model.Flaw is not null).Select(model => model.Name));
    }

    [Fact]
    public void A_root_may_be_one_model()
    {
        _repository.WithFile("net.onnx", [1]).WithFile("chain/model.json", [1]);

        Assert.Equal("net", Assert.Single(RepositoryScan.Read([Path.Combine(_repository.Root, "net.onnx")])).Name);
        Assert.Equal("chain", Assert.Single(RepositoryScan.Read([Path.Combine(_repository.Root, "chain") + "/"])).Name);
    }

    [Fact]
    public void Of_one_name_the_first_root_counts()
    {
        using var other = new TestRepository().WithFile("a/7/model.onnx", [1]).WithFile("b/1/model.onnx", [1]);
        _repository.WithFile("a/1/model.onnx", [1]);

        var found = RepositoryScan.Read([_repository.Root, other.Root]);

        Assert.Equal([("a", 1L), ("b", 1L)], found.Select(model => (model.Name, model.Versions[0].Number)));
    }

    [Fact]
    public void A_root_that_is_not_there_is_said()
    {
        var missing = Assert.Throws<ServingException>(() => RepositoryScan.Read([Path.Combine(_repository.Root, "none")]));

        Assert.Contains("there is no file or folder", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_stamp_changes_with_what_is_stored()
    {
        _repository.WithFile("a/1/model.onnx", [1]);
        var before = Assert.Single(RepositoryScan.Read([_repository.Root])).Stamp;

        Assert.Equal(before, RepositoryScan.Read([_repository.Root])[0].Stamp);
        _repository.WithFile("a/1/model.onnx", [1, 2]);
        Assert.NotEqual(before, RepositoryScan.Read([_repository.Root])[0].Stamp);
    }
}
