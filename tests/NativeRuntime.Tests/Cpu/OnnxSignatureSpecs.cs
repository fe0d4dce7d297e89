using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Tests.ModelFiles;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class OnnxSignatureSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_is_read_in_the_order_of_the_graph_with_the_names_of_its_dimensions()
    {
        var path = _folder.Write("graph.onnx", new OnnxModelBuilder()
            .Input("z", OnnxType.Float, "batch", 3, null)
            .Input("a", OnnxType.Float, "batch", 1, 1)
            .Weights("w", OnnxType.Float, [1], [0, 0, 128, 63])
            .Output("sum", OnnxType.Float, "batch", 3, null)
            .Output("flags", OnnxType.Bool)
            .Node("Add", ["z", "a"], ["sum"])
            .Node("Identity", ["flag"], ["flags"])
            .Weights("flag", OnnxType.Bool, [], [1])
            .Build());

        var signature = OnnxSignature.Read(path);

        Assert.Equal(["z FP32 [?, 3, ?]", "a FP32 [?, 1, 1]"], signature.Inputs.Select(input => input.ToString()));
        Assert.Equal(["sum FP32 [?, 3, ?]", "flags BOOL []"], signature.Outputs.Select(output => output.ToString()));
        Assert.Equal(["batch", null, null], signature.Inputs[0].DimensionNames.AsEnumerable());
        Assert.Empty(signature.Outputs[1].DimensionNames);
    }

    [Fact]
    public void Of_a_file_that_cannot_be_opened_there_is_none()
    {
        var damaged = Assert.Throws<NeuronRuntimeException>(() => OnnxSignature.Read(_folder.Write("damaged.onnx", "damaged")));
        var missing = Assert.Throws<NeuronRuntimeException>(() => OnnxSignature.Read(_folder.At("missing.onnx")));
        var complex = Assert.Throws<NeuronRuntimeException>(() =>
            OnnxSignature.Read(_folder.Write("complex.onnx", Graphs.Identity(OnnxType.Complex64).Build())));

        Assert.All([damaged, missing, complex], error => Assert.Equal(RuntimeErrorKind.UnsupportedModel, error.Kind));
        Assert.Contains("input 'x' is of the unsupported type complex64", complex.Message, StringComparison.Ordinal);
        Assert.Single(OnnxSignature.Read(_folder.Write("sound.onnx", Graphs.Identity(OnnxType.Float).Build())).Inputs);
    }

    public void Dispose() => _folder.Dispose();
}
