using NeuronActors.NativeRuntime.Cpu;
using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Cpu;

public sealed class ElementTypeSpecs : IDisposable
{
    private readonly CpuLab _lab = new();

    public static TheoryData<ElementType> AllTypes => [.. Enum.GetValues<ElementType>()];

    public static TheoryData<ElementType> Numbers => [.. Enum.GetValues<ElementType>().Where(type => type != ElementType.Bytes)];

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Every_type_has_its_own_in_ONNX_and_comes_back(ElementType type) =>
        Assert.Equal(type, OnnxElementTypes.FromOnnx(type.ToOnnx()));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Numbers_of_every_type_pass_through_bit_by_bit(ElementType type)
    {
        byte[] bytes = [.. Enumerable.Range(0, 3 * type.Size()).Select(i => (byte)(type == ElementType.Bool ? i % 2 : (i * 37) + 1))];
        var replica = _lab.Load(Graphs.Identity(type.ToOnnxType()));

        var answer = Assert.Single(replica.Execute([("x", new Tensor(type, new TensorShape(3), bytes))]));

        Assert.Equal(type, Assert.Single(replica.Signature.Inputs).ElementType);
        Assert.Equal(type, answer.Tensor.ElementType);
        Assert.Equal(bytes, answer.Tensor.Data.ToArray());
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Tensors_without_elements_pass_through(ElementType type)
    {
        var replica = _lab.Load(Graphs.Identity(type.ToOnnxType()));

        var answer = Assert.Single(replica.Execute([("x", new Tensor(type, new TensorShape(0), ReadOnlyMemory<byte>.Empty))]));

        Assert.Equal(new Tensor(type, new TensorShape(0), ReadOnlyMemory<byte>.Empty).ToString(), answer.Tensor.ToString());
    }

    [Fact]
    public void Byte_strings_pass_through_also_those_that_are_no_text()
    {
        byte[][] elements = [[], [0], [0xFF, 0xFE, 0x00, 0x80], "käse"u8.ToArray(), new byte[5000]];
        var packed = BytesElements.Pack([.. elements.Select(element => (ReadOnlyMemory<byte>)element)]);
        var replica = _lab.Load(Graphs.Identity(OnnxType.String));

        var answer = Assert.Single(replica.Execute([("x", new Tensor(ElementType.Bytes, new TensorShape(5), packed))]));

        Assert.Equal(new TensorShape(5), answer.Tensor.Shape);
        Assert.Equal(packed, answer.Tensor.Data.ToArray());
    }

    [Fact]
    public void A_byte_string_alone_passes_through_as_a_scalar()
    {
        var replica = _lab.Load(new OnnxModelBuilder().Input("x", OnnxType.String).Output("y", OnnxType.String).Node("Identity", ["x"], ["y"]));
        var alone = BytesElements.Pack([new ReadOnlyMemory<byte>([65, 66])]);

        var answer = replica.Execute([("x", new Tensor(ElementType.Bytes, new TensorShape(), alone))])[0].Tensor;

        Assert.Equal(0, answer.Shape.Rank);
        Assert.Equal(["AB"], answer.ToStrings());
    }

    [Fact]
    public void Numbers_that_begin_at_an_odd_address_are_read_rightly()
    {
        var bytes = new byte[1 + (1000 * sizeof(float))];
        for (var i = 0; i < 1000; i++) BitConverter.TryWriteBytes(bytes.AsSpan(1 + (i * sizeof(float))), (float)i);
        var replica = _lab.Load(Graphs.Negation());

        var answer = replica.Execute([("x", new Tensor(ElementType.Float32, new TensorShape(1000), bytes.AsMemory(1)))]);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => -(float)i), answer[0].Tensor.AsSpan<float>().ToArray());
    }

    [Theory]
    [InlineData(OnnxType.Complex64, "input 'x' is of the unsupported type complex64")]
    [InlineData(OnnxType.Float8E4M3FN, "input 'x' is of the unsupported type float8e4m3fn")]
    [InlineData(OnnxType.Int4, "input 'x' is of the unsupported type int4")]
    internal void A_type_that_has_no_name_here_is_refused_with_the_input_that_has_it(OnnxType type, string reason)
    {
        AssertRefused(Graphs.Identity(type), reason);
    }

    [Fact]
    public void Sequences_are_refused_with_the_input_or_output_that_is_one()
    {
        AssertRefused(
            new OnnxModelBuilder().SequenceInput("x", OnnxType.Float).Output("y", OnnxType.Int64).Node("SequenceLength", ["x"], ["y"]),
            "input 'x' is of the unsupported type sequence");
        AssertRefused(
            new OnnxModelBuilder().Input("x", OnnxType.Float, "n").SequenceOutput("y", OnnxType.Float).Node("SequenceConstruct", ["x"], ["y"]),
            "output 'y' is of the unsupported type sequence");
    }

    public void Dispose() => _lab.Dispose();

    private void AssertRefused(OnnxModelBuilder model, string reason)
    {
        var refusal = Assert.Throws<NeuronRuntimeException>(() => _lab.Load(model));

        Assert.Equal(RuntimeErrorKind.UnsupportedModel, refusal.Kind);
        Assert.Equal("load", refusal.Operation);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, _lab.Runtime.SessionCount);

        var sound = _lab.Load(Graphs.Identity(OnnxType.Float));
        Assert.Equal([1f], sound.Execute([("x", Tensor.From([1f]))])[0].Tensor.AsSpan<float>().ToArray());
        sound.Unload();
    }
}
