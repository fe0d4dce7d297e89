using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Simulated;
using NeuronActors.NativeRuntime.Tensors;
using NeuronActors.NativeRuntime.Tests.Contract;
using static NeuronActors.NativeRuntime.Tests.Simulated.SimulatedRuntimeFixture;

namespace NeuronActors.NativeRuntime.Tests.Simulated;

public sealed class SimulatedModelFileSpecs : IDisposable
{
    private readonly SimulatedRuntimeFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_file_describes_signature_and_memory()
    {
        var replica = Load("""
            {"inputs":[{"name":"a","datatype":"INT64","shape":[]},{"name":"b","datatype":"BYTES","shape":[-1,2]}],
             "outputs":[{"name":"y","datatype":"BF16","shape":[3]}],
             "memory":12345, "load_time":"0ms", "execution_time":"uniform(0ms,1us)"}
            """);

        Assert.Equal(["a INT64 []", "b BYTES [?, 2]"], replica.Signature.Inputs.Select(input => input.ToString()));
        Assert.Equal(["y BF16 [3]"], replica.Signature.Outputs.Select(output => output.ToString()));
        Assert.Equal(12345, replica.MemoryBytes);
    }

    [Theory]
    [InlineData("\"96MiB\"", 96 * MiB)]
    [InlineData("\"1.5 KiB\"", 1536)]
    [InlineData("\"12\"", 12)]
    [InlineData("\"12B\"", 12)]
    [InlineData("0", 0)]
    public void Memory_is_text_with_a_unit_or_a_number_of_bytes(string memory, long bytes)
    {
        Assert.Equal(bytes, Load($$"""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"memory":{{memory}}}""").MemoryBytes);
    }

    [Fact]
    public void An_output_copies_the_input_that_it_is_from()
    {
        var replica = Load("""
            {"inputs":[{"name":"a","datatype":"BYTES","shape":[-1]},{"name":"b","datatype":"BYTES","shape":[-1]}],
             "outputs":[{"name":"y","datatype":"BYTES","shape":[-1],"from":"b"},{"name":"z","datatype":"BYTES","shape":[-1],"from":"a"}]}
            """);

        var outputs = replica.Execute([("a", Tensor.FromStrings(["one"])), ("b", Tensor.FromStrings(["two", ""]))]);

        Assert.Equal(["y", "z"], outputs.Select(output => output.Name));
        Assert.Equal(["two", ""], outputs[0].Tensor.ToStrings());
        Assert.Equal(["one"], outputs[1].Tensor.ToStrings());
    }

    [Fact]
    public void An_output_from_nothing_is_zeros_with_the_leading_dimension_of_the_first_input()
    {
        var replica = Load("""
            {"inputs":[{"name":"x","datatype":"FP32","shape":[-1]}],
             "outputs":[{"name":"logits","datatype":"FP32","shape":[-1,10,-1]},{"name":"labels","datatype":"BYTES","shape":[-1]}]}
            """);

        foreach (var batch in (int[])[3, 1, 0, 3])
        {
            var outputs = replica.Execute([("x", Tensor.From(new float[batch]))]);

            Assert.Equal(new TensorShape(batch, 10, 1), outputs[0].Tensor.Shape);
            Assert.True(outputs[0].Tensor.AsSpan<float>().IndexOfAnyExcept(0f) < 0);
            Assert.Equal(Enumerable.Repeat("", batch), outputs[1].Tensor.ToStrings());
        }
    }

    [Fact]
    public void Without_an_input_that_has_dimensions_a_dynamic_dimension_is_one()
    {
        var replica = Load("""{"outputs":[{"name":"y","datatype":"INT8","shape":[-1,2]}]}""");

        Assert.Equal(new TensorShape(1, 2), replica.Execute([])[0].Tensor.Shape);
    }

    [Fact]
    public void An_output_larger_than_an_array_fails_and_the_next_one_does_not()
    {
        var replica = Load("""
            {"inputs":[{"name":"x","datatype":"UINT8","shape":[-1]}],
             "outputs":[{"name":"y","datatype":"FP64","shape":[-1,4000000000,4000000000,4000000000]}]}
            """);

        var failure = Assert.Throws<NeuronRuntimeException>(() => replica.Execute([("x", Tensor.From(new byte[2]))]));

        Assert.Equal(RuntimeErrorKind.OutOfResources, failure.Kind);
        Execute(_fixture.LoadIdentity(Core0));
    }

    [Theory]
    [InlineData("", "The input does not contain any JSON tokens")]
    [InlineData("{\"outputs\":[", "Expected depth to be zero")]
    [InlineData("null", "the file holds null, and no object")]
    [InlineData("{}", "missing required properties including: 'outputs'")]
    [InlineData("""{"outputs":[]}""", "a subgraph needs an output")]
    [InlineData("""{"outputs":null}""", "outputs")]
    [InlineData("""{"outputs":[null]}""", "an output is null")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"latency":"5ms"}""", "'latency'")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"memory":1,"memory":2}""", "memory")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32"}]}""", "missing required properties including: 'shape'")]
    [InlineData(
        """{"outputs":[{"name":"y","datatype":"float","shape":[1]}]}""",
        "the output 'y' has the datatype 'float', which does not exist")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1,-2]}]}""", "the output 'y' has a dimension of -2")]
    [InlineData(
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[1]},{"name":"y","datatype":"FP32","shape":[1]}]}""",
        "two outputs are called 'y'")]
    [InlineData(
        """{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"from":"x"}]}""",
        "the output 'y' is from 'x', and there is no such input")]
    [InlineData(
        """{"inputs":[{"name":"x","datatype":"FP16","shape":[1]}],"outputs":[{"name":"y","datatype":"FP32","shape":[1],"from":"x"}]}""",
        "the output y FP32 [1] cannot be a copy of the input x FP16 [1], which is another type or shape")]
    [InlineData(
        """{"inputs":[{"name":"x","datatype":"FP32","shape":[2]}],"outputs":[{"name":"y","datatype":"FP32","shape":[1],"from":"x"}]}""",
        "cannot be a copy")]
    [InlineData(
        """{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"from":"z"}],"outputs":[{"name":"y","datatype":"FP32","shape":[1]}]}""",
        "the input 'x' has a 'from', which is for outputs")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"memory":-1}""", "-1 is not an amount of memory")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"memory":true}""", "true is not an amount of memory")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"memory":"lots"}""", "'lots' is not an amount of memory")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"memory":"99999999999GiB"}""", "is not an amount of memory")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"load_time":"soon"}""", "'soon' is not a duration")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1]}],"execution_time":"-5ms"}""", "'-5ms' is not a duration")]
    public void A_file_that_is_wrong_is_refused_with_path_and_reason(string json, string reason)
    {
        var file = _fixture.Folder.WriteSimulated("wrong", json);

        var refusal = Assert.Throws<NeuronRuntimeException>(() => _fixture.Runtime.Load(file, Core0));

        Assert.Equal(RuntimeErrorKind.UnsupportedModel, refusal.Kind);
        Assert.StartsWith($"{file.Path}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Execute(_fixture.LoadIdentity(Core0));
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        var file = _fixture.Identity();
        var content = File.ReadAllBytes(file.Path);
        File.WriteAllBytes(file.Path, [0xEF, 0xBB, 0xBF, .. content]);

        Execute(_fixture.Runtime.Load(file, Core0));
    }

    [Fact]
    public void An_onnx_file_is_loaded_as_a_dry_run_with_its_own_signature()
    {
        using var folder = new ModelFolder();
        var file = folder.Write("resnet.onnx", SubgraphFormat.Onnx, new byte[1234]);
        var signature = new SubgraphSignature(
            [new TensorSpec("image", ElementType.Float32, new TensorShape(-1, 3))],
            [new TensorSpec("logits", ElementType.Float32, new TensorShape(-1, 10))]);
        using var runtime = new SimulatedRuntime(
            new SimulatedRuntimeOptions(), path => path == file.Path ? signature : throw new IOException());

        var replica = runtime.Load(file, Core1);

        Assert.Same(signature, replica.Signature);
        Assert.Equal(1234, replica.MemoryBytes);
        Assert.Equal(new TensorShape(5, 10), replica.Execute([("image", Tensor.From(new float[15], 5, 3))])[0].Tensor.Shape);
    }

    private ILoadedSubgraph Load(string json) => _fixture.Runtime.Load(_fixture.Folder.WriteSimulated("model", json), Core0);
}
