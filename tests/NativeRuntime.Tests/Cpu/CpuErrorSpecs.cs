using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class CpuErrorSpecs : IDisposable
{
    private readonly CpuLab _lab = new();

    [Fact]
    public void A_bad_index_is_a_bad_request_and_the_next_request_is_answered()
    {
        var replica = _lab.Load(Graphs.Gather(), core: 2);
        NamedTensor x = ("x", Tensor.From([10f, 11f, 12f, 13f]));

        for (var time = 0; time < 2; time++)
        {
            var failure = Assert.Throws<NeuronRuntimeException>(() => replica.Execute([x, ("indices", Tensor.From([9L]))]));
            Assert.Equal(RuntimeErrorKind.BadRequest, failure.Kind);
            Assert.Equal("execute", failure.Operation);
            Assert.Equal(2, failure.Core?.Value);
            Assert.Contains("idx=9", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal([13f, 10f], replica.Execute([x, ("indices", Tensor.From([3L, 0L]))])[0].Tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Inputs_that_nobody_checked_are_refused_all_the_same()
    {
        var replica = _lab.Load(Graphs.Identity(OnnxType.Float));

        var wrongType = Assert.Throws<NeuronRuntimeException>(() => replica.Execute([("x", Tensor.From([1L]))]));
        var wrongRank = Assert.Throws<NeuronRuntimeException>(() => replica.Execute([("x", Tensor.From([1f], 1, 1))]));
        Assert.Throws<ArgumentException>(() => replica.Execute([]));

        Assert.Equal(RuntimeErrorKind.BadRequest, wrongType.Kind);
        Assert.Equal(RuntimeErrorKind.BadRequest, wrongRank.Kind);
        Assert.Equal([1f], replica.Execute([("x", Tensor.From([1f]))])[0].Tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public void An_output_larger_than_any_memory_is_out_of_resources_and_a_small_one_still_comes()
    {
        var replica = _lab.Load(new OnnxModelBuilder()
            .Input("size", OnnxType.Int64, 1)
            .Output("zeros", OnnxType.Float, "size")
            .Node("ConstantOfShape", ["size"], ["zeros"]));

        var failure = Assert.Throws<NeuronRuntimeException>(() => replica.Execute([("size", Tensor.From([1L << 46]))]));

        Assert.Equal(RuntimeErrorKind.OutOfResources, failure.Kind);
        Assert.Equal([0f, 0f], replica.Execute([("size", Tensor.From([2L]))])[0].Tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public void What_cannot_be_classified_is_unknown_and_the_replica_goes_on()
    {
        var replica = _lab.Load(new OnnxModelBuilder()
            .Input("x", OnnxType.Float, "n")
            .Input("shape", OnnxType.Int64, 2)
            .Output("y", OnnxType.Float, "a", "b")
            .Node("Reshape", ["x", "shape"], ["y"]));
        NamedTensor x = ("x", Tensor.From([1f, 2f, 3f]));

        var failure = Assert.Throws<NeuronRuntimeException>(() => replica.Execute([x, ("shape", Tensor.From([2L, 2L]))]));

        Assert.Equal(RuntimeErrorKind.Unknown, failure.Kind);
        Assert.Equal(new TensorShape(3, 1), replica.Execute([x, ("shape", Tensor.From([3L, 1L]))])[0].Tensor.Shape);
    }

    [Theory]
    [InlineData("this is no protobuf", "Protobuf parsing failed")]
    [InlineData("", "No graph was found")]
    public void A_damaged_file_is_an_unsupported_model_with_the_reason(string content, string reason)
    {
        AssertUnsupported(new SubgraphFile("damaged", _lab.Folder.Write("damaged.onnx", content), SubgraphFormat.Onnx), reason);
    }

    [Fact]
    public void A_truncated_file_an_unknown_operator_and_a_missing_file_are_unsupported_models()
    {
        var truncated = File.ReadAllBytes(MnistSamples.PathOf("mnist.onnx"))[..5000];

        AssertUnsupported(new SubgraphFile("cut", _lab.Folder.Write("cut.onnx", truncated), SubgraphFormat.Onnx), "Protobuf parsing failed");
        AssertUnsupported(
            _lab.Write("nonsense", Graphs.Elementwise("Nonsense")),
            "No Op registered for Nonsense");
        AssertUnsupported(new SubgraphFile("gone", _lab.Folder.At("gone.onnx"), SubgraphFormat.Onnx), "there is no such file");
    }

    [Fact]
    public void A_file_of_another_format_is_refused_by_its_format()
    {
        AssertUnsupported(new SubgraphFile("other", _lab.Folder.Write("other.neff", "x"), SubgraphFormat.Neff), "executes Onnx only");
        Assert.Equal([SubgraphFormat.Onnx], Enum.GetValues<SubgraphFormat>().Where(_lab.Runtime.Supports));
    }

    [Fact]
    public void A_failed_load_is_forgotten_so_that_a_repaired_file_loads()
    {
        var sound = Graphs.Identity(OnnxType.Float).Build();
        var path = _lab.Folder.Write("repaired.onnx", new byte[sound.Length]);
        var written = File.GetLastWriteTimeUtc(path);
        var file = new SubgraphFile("repaired", path, SubgraphFormat.Onnx);
        Assert.Throws<NeuronRuntimeException>(() => _lab.Load(file));

        File.WriteAllBytes(path, sound);
        File.SetLastWriteTimeUtc(path, written);

        Assert.Equal([4f], _lab.Load(file).Execute([("x", Tensor.From([4f]))])[0].Tensor.AsSpan<float>().ToArray());
    }

    public void Dispose() => _lab.Dispose();

    private void AssertUnsupported(SubgraphFile file, string reason)
    {
        var refusal = Assert.Throws<NeuronRuntimeException>(() => _lab.Load(file, core: 3));

        Assert.Equal(RuntimeErrorKind.UnsupportedModel, refusal.Kind);
        Assert.Equal("load", refusal.Operation);
        Assert.Equal(3, refusal.Core?.Value);
        Assert.Contains(file.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, _lab.Runtime.SessionCount);
        Assert.Equal(0, _lab.Runtime.GetMemory(new(3)).UsedBytes);
        _lab.Load(Graphs.Identity(OnnxType.Float), core: 3).Unload();
    }
}
