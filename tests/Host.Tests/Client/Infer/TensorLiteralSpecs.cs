using NeuronActors.Node.Client.Infer;

namespace NeuronActors.Node.Tests.Client.Infer;

public sealed class TensorLiteralSpecs
{
    [Fact]
    public void The_nesting_is_the_shape()
    {
        var tensor = TensorLiteral.Parse("[[1, 2], [3, 4], [5, 6]]", ElementType.Float32);

        Assert.Equal(new TensorShape(3, 2), tensor.Shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], tensor.AsSpan<float>().ToArray());
    }

    [Theory]
    [InlineData("5", new long[0])]
    [InlineData("[]", new long[] { 0 })]
    [InlineData("[[],[]]", new long[] { 2, 0 })]
    public void A_number_alone_is_a_scalar_and_nothing_has_its_shape_too(string text, long[] shape) =>
        Assert.Equal(new TensorShape(shape), TensorLiteral.Parse(text, ElementType.Int32).Shape);

    [Theory]
    [InlineData("[-128, 127]", "INT8")]
    [InlineData("[0, 255]", "UINT8")]
    [InlineData("[-32768, 32767]", "INT16")]
    [InlineData("[0, 65535]", "UINT16")]
    [InlineData("[-2147483648, 2147483647]", "INT32")]
    [InlineData("[0, 4294967295]", "UINT32")]
    [InlineData("[-9223372036854775808, 9223372036854775807]", "INT64")]
    [InlineData("[0, 18446744073709551615]", "UINT64")]
    [InlineData("[-65504, 0.5]", "FP16")]
    [InlineData("[-1.5, 2]", "BF16")]
    [InlineData("[-1.5, 2]", "FP32")]
    [InlineData("[-1.5, 2]", "FP64")]
    [InlineData("[true, false]", "BOOL")]
    public void The_ends_of_every_type_come_out_as_they_went_in(string text, string type)
    {
        Assert.True(ElementTypeExtensions.TryParseOip(type, out var element));

        var values = TensorElements.ToTexts(TensorLiteral.Parse(text, element));

        Assert.Equal(text.Trim('[', ']').Split(", "), values);
    }

    [Fact]
    public void Infinities_and_what_is_no_number_have_names() =>
        Assert.Equal([float.NaN, float.PositiveInfinity, float.NegativeInfinity], TensorLiteral.Parse("""["NaN", "Infinity", "-Infinity"]""", ElementType.Float32).AsSpan<float>().ToArray());

    [Fact]
    public void Texts_are_bytes() => Assert.Equal(["a", "日"], TensorLiteral.Parse("""["a", "日"]""", ElementType.Bytes).ToStrings());

    [Theory]
    [InlineData("[[1, 2], [3]]", "FP32", "not all of one length")]
    [InlineData("[1, [2]]", "FP32", "not all of one length")]
    [InlineData("[[1], 2]", "FP32", "not all of one length")]
    [InlineData("[[[]], [1]]", "FP32", "not all of one length")]
    [InlineData("[1, 256]", "UINT8", "element 1, 256, is no UINT8")]
    [InlineData("[-1]", "UINT64", "element 0, -1, is no UINT64")]
    [InlineData("[1.5]", "INT32", "element 0, 1.5, is no INT32")]
    [InlineData("[1]", "BOOL", "element 0, 1, is no BOOL")]
    [InlineData("[\"x\"]", "FP32", "element 0, \"x\", is no FP32")]
    [InlineData("[1e39]", "FP32", "is no FP32")]
    [InlineData("[70000]", "FP16", "is no FP16")]
    [InlineData("[1]", "BYTES", "needs quotes")]
    [InlineData("[1, 2", "FP32", "cannot be read")]
    public void What_is_no_tensor_of_the_type_is_refused_with_the_reason(string text, string type, string says)
    {
        Assert.True(ElementTypeExtensions.TryParseOip(type, out var element));

        Assert.Contains(says, Assert.Throws<FormatException>(() => TensorLiteral.Parse(text, element)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1,2]", true)]
    [InlineData("[1,2", true)]
    [InlineData("-1.5", true)]
    [InlineData("\"text\"", true)]
    [InlineData("true", true)]
    [InlineData("7.npy", false)]
    [InlineData("-", false)]
    [InlineData("digit.npy", false)]
    public void Files_and_elements_are_told_apart(string value, bool isLiteral) => Assert.Equal(isLiteral, new InputArgument("x", value).IsLiteral);
}
