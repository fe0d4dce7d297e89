using NeuronActors.Node.Serving.Pool;
using NeuronActors.Node.Tests.Serve;

namespace NeuronActors.Node.Tests.Pool;

public sealed class ModelHashSpecs
{
    [Fact]
    public async Task The_same_files_have_one_hash_wherever_they_are_and_others_have_another()
    {
        using var one = new TestRepository().WithFile("a/1/model.onnx", [1, 2]).WithFile("b/x", [3]).WithFile("b/y/z", [4]);
        using var two = new TestRepository().WithFile("other/model.onnx", [1, 2]).WithFile("c/x", [3]).WithFile("c/y/z", [4]);
        using var three = new TestRepository().WithFile("model.onnx", [1, 3]).WithFile("b/x", [3]).WithFile("b/z", [4]);

        Assert.Equal(await HashAsync(one, "a/1/model.onnx"), await HashAsync(two, "other/model.onnx"));
        Assert.NotEqual(await HashAsync(one, "a/1/model.onnx"), await HashAsync(three, "model.onnx"));
        Assert.Equal(await HashAsync(one, "b"), await HashAsync(two, "c"));
        Assert.NotEqual(await HashAsync(one, "b"), await HashAsync(three, "b"));
    }

    [Fact]
    public async Task What_describes_a_graph_beside_it_counts()
    {
        using var repository = new TestRepository().WithFile("model.neff", [1]);
        var before = await HashAsync(repository, "model.neff");

        repository.WithFile("model.metaneff", [2]);

        Assert.NotEqual(before, await HashAsync(repository, "model.neff"));
    }

    private static Task<string> HashAsync(TestRepository repository, string path) => ModelHash.OfAsync(Path.Combine(repository.Root, path));
}
