using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tests.Cpu;
using NeuronActors.NativeRuntime.Tests.ModelFiles.TorchScript;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

public sealed class MetaCheckSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string[], string[], string> Contradictions => new()
    {
        { "another shape", ["input0 2 4"], ["output0 2 3"], "its metaneff describes the input input0 FP32 [2, 4], which is 32 bytes, and in its def.json 'input0' has 24 bytes" },
        { "another size of the output", ["input0 2 3"], ["output0 6 6"], "its metaneff describes the output output0 FP32 [6, 6], which is 144 bytes, and in its def.json 'output0' has 24 bytes" },
        { "a tensor that the graph has not", ["input0 2 3", "input1 2 3"], ["output0 2 3"], "its metaneff describes the input input1 FP32 [2, 3], and its def.json has no such input: it has 'input0' of 24 bytes" },
        { "another name and size", ["x 2 4"], ["output0 2 3"], "describes the input x FP32 [2, 4], which is 32 bytes, and its def.json has no such input: it has 'input0' of 24 bytes" },
        { "other names and too many", ["input0 2 3"], ["y 2 3", "z 1"], "describes the output z FP32 [1], which is 4 bytes, and its def.json has no such output: it has 'output0' of 24 bytes" },
        { "a tensor too few", [], ["output0 2 3"], "its def.json has the input 'input0' of 24 bytes, and its metaneff describes no such input" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_metaneff_of_another_graph_is_refused_with_both_sides(string what, string[] inputs, string[] outputs, string reason)
    {
        var meta = Meta(inputs, outputs);
        _folder.Write("net.metaneff", meta);

        var beside = Assert.Throws<ModelFileException>(() => ModelFile.Read(_folder.Write("net.neff", NeffBuilder.Sound())));
        var within = Assert.Throws<ModelFileException>(() => StatefulNet.Of(NeffBuilder.Sound(), meta).Read());

        Assert.True(beside.Message.EndsWith(reason, StringComparison.Ordinal), $"{what}: {beside.Message}");
        Assert.True(within.Message.EndsWith(reason, StringComparison.Ordinal), $"{what}: {within.Message}");
        Assert.Contains("the subgraph 'model'", within.Message, StringComparison.Ordinal);
        _folder.Write("net.metaneff", Meta(["input0 2 3"], ["output0 2 3"]));
        Assert.NotNull(Assert.Single(ModelFile.Read(_folder.At("net.neff")).Subgraphs).Signature);
    }

    [Fact]
    public void A_graph_that_calls_all_its_tensors_otherwise_is_taken_if_the_sizes_are_there()
    {
        _folder.Write("net.metaneff", Meta(["x 3 2"], ["y 6"]));

        var model = ModelFile.Read(_folder.Write("net.neff", NeffBuilder.Sound()));

        Assert.Equal("x FP32 [3, 2]", $"{Assert.Single(model.Subgraphs[0].Signature!.Inputs)}");
    }

    [Fact]
    public void What_parts_of_a_graph_give_each_other_is_not_held_against_it()
    {
        var second = """{ "var": { "between": { "type": "input", "size": 8 }, "input0": { "type": "input", "size": 24 } } }""";
        _folder.Write("net.metaneff", Meta(["input0 2 3"], ["output0 2 3"]));

        var model = ModelFile.Read(_folder.Write("net.neff", NeffBuilder.Of(NeffBuilder.Tar(("sg00/def.json", NeffBuilder.Definition), ("sg01/def.json", second)))));

        Assert.Equal("input0 FP32 [2, 3]", $"{Assert.Single(model.Subgraphs[0].Signature!.Inputs)}");
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Meta(string[] inputs, string[] outputs)
    {
        var meta = new ProtobufWriter();
        foreach (var input in inputs) meta.Message(1, Tensor(input));
        foreach (var output in outputs) meta.Message(2, Tensor(output));
        return meta.ToArray();
    }

    private static ProtobufWriter Tensor(string text)
    {
        var parts = text.Split(' ');
        return MetaNeffSpecs.Tensor(parts[0], 1, [.. parts[1..].Select(each => long.Parse(each, System.Globalization.CultureInfo.InvariantCulture))]);
    }
}
