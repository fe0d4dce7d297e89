using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class OutputShapeRuleSpecs
{
    private static readonly TensorSpec Input = new("x", ElementType.Float32, new TensorShape(-1, 3)) { DimensionNames = ["batch", null] };

    [Fact]
    public void Fixed_sizes_and_names_of_inputs_give_the_shape_and_its_bytes()
    {
        var rule = OutputShapeRule.TryMake(Output(new TensorShape(-1, 10), "batch", null), [Input]);

        Assert.True(rule!.TryApply([("x", Given(7))], default, out var shape, out var bytes));
        Assert.Equal(new TensorShape(7, 10), shape);
        Assert.Equal(7 * 10 * sizeof(float), bytes);
    }

    [Fact]
    public void A_shape_that_stays_is_not_made_again()
    {
        var rule = OutputShapeRule.TryMake(Output(new TensorShape(-1), "batch"), [Input])!;
        rule.TryApply([("x", Given(7))], default, out var first, out _);

        rule.TryApply([("x", Given(7))], first, out var same, out _);
        rule.TryApply([("x", Given(8))], first, out var other, out _);

        Assert.True(same.Dimensions.Equals(first.Dimensions));
        Assert.Equal(new TensorShape(8), other);
    }

    [Fact]
    public void There_is_none_for_a_name_that_no_input_has_nor_for_no_name_nor_for_strings()
    {
        Assert.Null(OutputShapeRule.TryMake(Output(new TensorShape(-1), "found"), [Input]));
        Assert.Null(OutputShapeRule.TryMake(Output(new TensorShape(-1)) with { DimensionNames = [] }, [Input]));
        Assert.Null(OutputShapeRule.TryMake(new TensorSpec("y", ElementType.Bytes, new TensorShape(2)), [Input]));
    }

    [Fact]
    public void It_does_not_apply_to_inputs_of_another_rank_or_to_what_no_array_can_hold()
    {
        var rule = OutputShapeRule.TryMake(Output(new TensorShape(-1, long.MaxValue), "batch", null), [Input])!;

        Assert.False(rule.TryApply([("x", Given(7))], default, out _, out _));
        Assert.False(rule.TryApply([("x", Tensor.From<float>(new[] { 1f }.AsMemory()))], default, out _, out _));
    }

    private static TensorSpec Output(TensorShape shape, params string?[] names) =>
        new("y", ElementType.Float32, shape) { DimensionNames = [.. names] };

    private static Tensor Given(int batch) => Tensor.From(new float[batch * 3], batch, 3);
}
