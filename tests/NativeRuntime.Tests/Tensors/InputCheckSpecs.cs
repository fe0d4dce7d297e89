using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Tensors;

public sealed class InputCheckSpecs
{
    private static readonly SubgraphSignature Signature = new(
        [
            new TensorSpec("image", ElementType.Float32, new TensorShape(-1, 2)) { DimensionNames = ["batch", null] },
            new TensorSpec("mask", ElementType.Bool, new TensorShape(-1)) { DimensionNames = ["batch"] },
        ],
        []);

    private static readonly NamedTensor Image = ("image", Tensor.From(new float[6], 3, 2));
    private static readonly NamedTensor Mask = ("mask", Tensor.From([true, false, true]));

    [Fact]
    public void Inputs_in_order_are_passed_on_as_they_are()
    {
        ImmutableArray<NamedTensor> given = [Image, Mask];

        Assert.True(InputCheck.TryBind(Signature, given, out var bound, out var mismatch));
        Assert.Equal(given, bound);
        Assert.Null(mismatch);
    }

    [Fact]
    public void Inputs_in_order_cost_no_memory()
    {
        ImmutableArray<NamedTensor> given = [Image, Mask];
        InputCheck.TryBind(Signature, given, out _, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        InputCheck.TryBind(Signature, given, out _, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Inputs_in_another_order_are_brought_into_the_right_one()
    {
        Assert.True(InputCheck.TryBind(Signature, [Mask, Image], out var bound, out _));

        Assert.Equal([Image, Mask], bound.ToArray());
    }

    [Fact]
    public void Nothing_fits_where_nothing_is_wanted()
    {
        var signature = new SubgraphSignature([], []);

        Assert.True(InputCheck.TryBind(signature, default, out var bound, out _));
        Assert.Empty(bound);
        AssertRefused(signature, [Image], InputProblem.Unknown, "there is no input 'image': the model takes none");
    }

    [Fact]
    public void A_missing_input_is_named_with_what_it_takes()
    {
        AssertRefused(Signature, [Image], InputProblem.Missing, "input 'mask' (BOOL [?]) is missing");
        AssertRefused(Signature, [Image, new NamedTensor("mask", null!)], InputProblem.Missing, "input 'mask' (BOOL [?]) is missing");
        AssertRefused(Signature, default, InputProblem.Missing, "input 'image' (FP32 [?, 2]) is missing");
    }

    [Fact]
    public void An_unknown_input_is_refused_with_those_there_are()
    {
        AssertRefused(
            Signature,
            [Image, Mask with { Name = "Mask" }],
            InputProblem.Unknown,
            "there is no input 'Mask': the model takes 'image', 'mask'");
        AssertRefused(
            Signature,
            [Image, Mask, Mask with { Name = "more" }],
            InputProblem.Unknown,
            "there is no input 'more': the model takes 'image', 'mask'");
    }

    [Fact]
    public void An_input_given_twice_is_refused()
    {
        AssertRefused(Signature, [Image, Image], InputProblem.Duplicate, "input 'image' was given more than once");
        AssertRefused(Signature, [Image, Mask, Mask], InputProblem.Duplicate, "input 'mask' was given more than once");
    }

    [Fact]
    public void A_wrong_type_is_told_with_both_types()
    {
        AssertRefused(
            Signature,
            [("image", Tensor.From(new double[6], 3, 2)), Mask],
            InputProblem.WrongElementType,
            "input 'image' takes FP32 [?, 2], and FP64 [3, 2] was given");
    }

    [Fact]
    public void A_wrong_shape_is_told_with_both_shapes()
    {
        AssertRefused(
            Signature,
            [Mask, ("image", Tensor.From(new float[6], 6))],
            InputProblem.WrongShape,
            "input 'image' takes FP32 [?, 2], and FP32 [6] was given");
    }

    [Fact]
    public void One_dimension_of_two_sizes_is_told_with_both_inputs()
    {
        AssertRefused(
            Signature,
            [Image, ("mask", Tensor.From([true]))],
            InputProblem.DimensionConflict,
            "dimension 'batch' is 3 in input 'image' and 1 in input 'mask' (BOOL [1])");
    }

    [Fact]
    public void One_dimension_of_two_sizes_is_found_within_an_input_too()
    {
        var m = new TensorSpec("m", ElementType.Float32, new TensorShape(-1, -1)) { DimensionNames = ["n", "n"] };
        var square = new SubgraphSignature([m], []);

        Assert.True(InputCheck.TryBind(square, [("m", Tensor.From(new float[4], 2, 2))], out _, out _));
        AssertRefused(
            square,
            [("m", Tensor.From(new float[2], 2, 1))],
            InputProblem.DimensionConflict,
            "dimension 'n' is 2 in input 'm' and 1 in input 'm' (FP32 [2, 1])");
    }

    private static void AssertRefused(SubgraphSignature signature, ImmutableArray<NamedTensor> given, InputProblem problem, string sentence)
    {
        Assert.False(InputCheck.TryBind(signature, given, out var bound, out var mismatch));
        Assert.True(bound.IsDefault);
        Assert.Equal(problem, mismatch.Problem);
        Assert.Equal(sentence, mismatch.ToString());
    }
}
