using Microsoft.ML.OnnxRuntime;
using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class BoundOutputSpecs
{
    private static readonly TensorSpec Input = new("x", ElementType.Float32, new TensorShape(-1)) { DimensionNames = ["n"] };
    private static readonly TensorSpec Output = new("y", ElementType.Float32, new TensorShape(-1)) { DimensionNames = ["n"] };
    private static readonly NamedTensor[] Two = [("x", Tensor.From([1f, 2f]))];

    private readonly BoundOutput _output = new(Output, OutputShapeRule.TryMake(Output, [Input]));

    [Fact]
    public void What_was_prepared_is_the_answer()
    {
        _output.TryPrepare(Two)!.GetTensorMutableDataAsSpan<float>()[1] = 5;

        Assert.Equal(5, _output.TakePrepared().Tensor.AsSpan<float>()[1]);
        _output.Release();
    }

    [Fact]
    public void An_output_that_came_as_its_rule_says_is_prepared_again()
    {
        CopyOf([1, 2]);

        Assert.NotNull(_output.TryPrepare(Two));
        _output.Release();
    }

    [Fact]
    public void An_output_that_came_in_another_shape_is_never_prepared_again()
    {
        Assert.Equal([1f, 2f, 3f], CopyOf([1, 2, 3]).AsSpan<float>().ToArray());
        Assert.Null(_output.TryPrepare(Two));

        Assert.Equal([4f, 5f], CopyOf([4, 5]).AsSpan<float>().ToArray());
        Assert.Null(_output.TryPrepare(Two));
    }

    private Tensor CopyOf(float[] numbers)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(numbers, [numbers.Length]);
        return _output.Copy(value, Two).Tensor;
    }
}
