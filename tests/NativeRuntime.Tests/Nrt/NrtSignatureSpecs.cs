using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtSignatureSpecs
{
    private static readonly NrtTensorInfo In = new("input0", IsOutput: false, Bytes: 3136, TypeNumber: 10, Shape: [1, 1, 28, 28]);
    private static readonly NrtTensorInfo Out = new("output0", IsOutput: true, Bytes: 40, TypeNumber: 10, Shape: [1, 10]);

    private static readonly SubgraphFile Nothing = new("net", "/net.neff", SubgraphFormat.Neff);

    [Fact]
    public void A_file_that_says_nothing_is_described_by_the_library_alone()
    {
        var signature = NrtSignature.Of([Out, In], Nothing).Signature;

        Assert.Equal("input0 FP32 [1, 1, 28, 28]", Assert.Single(signature.Inputs).ToString());
        Assert.Equal("output0 FP32 [1, 10]", Assert.Single(signature.Outputs).ToString());
    }

    [Fact]
    public void What_the_library_leaves_open_is_an_integer_of_the_size_or_bytes()
    {
        var half = In with { TypeNumber = 7, Bytes = 1568 };
        var odd = Out with { Bytes = 41 };

        var signature = NrtSignature.Of([half, odd], Nothing).Signature;

        Assert.Equal("input0 UINT16 [1, 1, 28, 28]", signature.Inputs[0].ToString());
        Assert.Equal("output0 UINT8 [41]", signature.Outputs[0].ToString());
    }

    [Fact]
    public void The_file_says_types_shapes_and_order_and_the_library_the_sizes()
    {
        var second = In with { Name = "input1", Bytes = 8, TypeNumber = 0, Shape = [2] };
        var file = File(["input1 INT32 2", "input0 FP32 -1,784"], ["output0 FP32 1,10"]);

        var signature = NrtSignature.Of([In, Out, second], file);

        Assert.Equal(["input1 INT32 [2]", "input0 FP32 [1, 784]"], signature.Signature.Inputs.Select(input => input.ToString()));
        Assert.Equal([8L, 3136L], signature.Inputs.Select(input => input.Bytes));
        Assert.Equal(3184, signature.Bytes);
    }

    [Fact]
    public void Without_a_word_of_the_library_the_file_is_enough()
    {
        var signature = NrtSignature.Of(loaded: null, File(["x FP32 4"], ["y FP16 4"]));

        Assert.Equal([16L, 8L], [signature.Inputs[0].Bytes, signature.Outputs[0].Bytes]);
    }

    [Theory]
    [InlineData("other FP32 1,784", "are 'other' by the file, and 'input0' once it is loaded")]
    [InlineData("input0 FP32 1,783", "has 3136 bytes once it is loaded")]
    [InlineData("input0 FP64 1,784", "has 3136 bytes once it is loaded")]
    [InlineData("input0 FP32 -1,-1", "has 3136 bytes once it is loaded")]
    [InlineData("input0 FP32 -1,783", "has 3136 bytes once it is loaded")]
    [InlineData("input0 BYTES 1", "holds strings")]
    public void A_contradiction_is_said_with_both_sides(string input, string reason)
    {
        var refused = Assert.Throws<FormatException>(() => NrtSignature.Of([In, Out], File([input], ["output0 FP32 10"])));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_from_the_file_is_no_input_and_what_only_changes_it_no_output()
    {
        var file = File(["input1 FP32 2"], ["output0 FP32 1,10"]) with
        {
            States = [new SubgraphState(Spec("input0 FP32 1,784"), "states.0")],
            Updates = [new StateUpdate(Spec("output1 FP32 1,784"), "input0", IsGiven: false)],
        };

        var signature = NrtSignature.Of([In, Out, In with { Name = "input1", Bytes = 8, Shape = [2] }, Out with { Name = "output1", Bytes = 3136 }], file);

        Assert.Equal(["input1"], signature.Signature.Inputs.Select(input => input.Name));
        Assert.Equal(["output0"], signature.Signature.Outputs.Select(output => output.Name));
        Assert.Equal(("input0", "output1", 0), (signature.States.Single().Name, signature.Hidden.Single().Name, signature.StateOfOutput["output1"]));
        Assert.Equal(8 + 3136 + 40, signature.Bytes);
        var refused = Assert.Throws<FormatException>(() => NrtSignature.Of([In, Out], file));
        Assert.Contains("inputs are 'input1', 'input0' by the file, and 'input0' once it is loaded", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_no_array_can_hold_is_refused()
    {
        var refused = Assert.Throws<FormatException>(() => NrtSignature.Of([In, Out with { Bytes = 1L << 33 }], Nothing));

        Assert.Contains("'output0' has 8589934592 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_must_say_something()
    {
        Assert.Throws<FormatException>(() => NrtSignature.Of(loaded: null, Nothing));
        Assert.Throws<FormatException>(() => NrtSignature.Of(loaded: null, File(["x FP32 -1"], ["y FP32 1"])));
    }

    private static SubgraphFile File(string[] inputs, string[] outputs) =>
        Nothing with { Signature = new SubgraphSignature([.. inputs.Select(Spec)], [.. outputs.Select(Spec)]) };

    private static TensorSpec Spec(string text)
    {
        var parts = text.Split(' ');
        Assert.True(ElementTypeExtensions.TryParseOip(parts[1], out var type));
        long[] shape = [.. parts[2].Split(',').Select(dimension => long.Parse(dimension, System.Globalization.CultureInfo.InvariantCulture))];
        return new TensorSpec(parts[0], type, new TensorShape(shape));
    }
}
