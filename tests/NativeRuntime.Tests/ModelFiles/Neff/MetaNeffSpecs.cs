using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;
using NeuronActors.NativeRuntime.Tests.Cpu;

namespace NeuronActors.NativeRuntime.Tests.ModelFiles.Neff;

public sealed class MetaNeffSpecs
{
    [Fact]
    public void Names_shapes_and_types_are_read_and_what_is_not_known_is_skipped()
    {
        var input = Tensor("x", 10, 2, 4).Number(5, 1).Text(4, "content").Number(99, 7).Bytes(100, [1, 2]);
        var message = new ProtobufWriter().Message(1, input).Message(2, Tensor("y", 1)).Bytes(4, [1, 2, 3]).Text(5, "net")
            .Message(6, new ProtobufWriter().Number(1, 0).Number(2, 0)).Number(1000, -1);

        var meta = MetaNeff.Parse(message.ToArray());

        Assert.Equal("net", meta.Name);
        Assert.Equal("x INT64 [2, 4]", $"{meta.Inputs[0].Spec}");
        Assert.True(meta.Inputs[0].AllowsDynamicBatch);
        Assert.Equal("y FP32 []", $"{meta.Outputs[0].Spec}");
        Assert.False(meta.Outputs[0].AllowsDynamicBatch);
        Assert.Equal(0, Assert.Single(meta.Aliases).Value);
    }

    [Fact]
    public void A_shape_may_be_packed_or_not()
    {
        var packed = new ProtobufWriter().Text(1, "y").Bytes(2, [3, 0x80, 0x02]).Number(3, 1);

        Assert.Equal("y FP32 [3, 256]", $"{MetaNeff.Parse(Outputs(packed)).Outputs[0].Spec}");
        Assert.Equal("y FP32 [3, 256]", $"{MetaNeff.Parse(Outputs(Tensor("y", 1, 3, 256))).Outputs[0].Spec}");
    }

    [Theory]
    [InlineData(1, "FP32")]
    [InlineData(2, "INT32")]
    [InlineData(3, "UINT8")]
    [InlineData(4, "BYTES")]
    [InlineData(5, "BOOL")]
    [InlineData(6, "UINT8")]
    [InlineData(7, "INT8")]
    [InlineData(8, "UINT16")]
    [InlineData(9, "INT16")]
    [InlineData(10, "INT64")]
    [InlineData(12, "FP16")]
    [InlineData(13, "FP64")]
    [InlineData(14, "BF16")]
    public void Every_data_type_has_its_element_type(int number, string name) =>
        Assert.Equal($"y {name} [1]", $"{MetaNeff.Parse(Outputs(Tensor("y", number, 1))).Outputs[0].Spec}");

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(15)]
    [InlineData(-1)]
    public void A_data_type_that_nobody_knows_is_refused(int number) =>
        AssertRefused(Outputs(Tensor("y", number, 1)), $"the output 'y' has the data type {number}");

    [Fact]
    public void What_describes_no_tensors_is_refused()
    {
        AssertRefused([], "it describes no tensor");
        AssertRefused(new ProtobufWriter().Message(1, Tensor("x", 1, 1)).ToArray(), "it describes no output");
        AssertRefused(Outputs(new ProtobufWriter().Number(3, 1)), "an output has no name");
        AssertRefused(Outputs(Tensor("y", 1, -1)), "has the shape [-1], and a NEFF has fixed shapes");
        AssertRefused(Outputs(Tensor("y", 1, long.MaxValue, 3)), "is larger than any memory");
        AssertRefused(Outputs(Tensor("y", 1, [.. Enumerable.Repeat(1L, 33)])), "more than 32 numbers");
        AssertRefused([.. Outputs(Tensor("y", 1)), .. Outputs(Tensor("y", 1))], "two outputs are called 'y'");
    }

    [Theory]
    [InlineData(new byte[] { 0x0A }, "it ends in the middle of a number")]
    [InlineData(new byte[] { 0x0A, 0x05, 1 }, "field 1 is 5 bytes long, and ends after 1")]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "bytes long, and ends after 0")]
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "must be Bytes")]
    [InlineData(new byte[] { 0x38, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "longer than ten bytes")]
    [InlineData(new byte[] { 0x00 }, "there is no field 0")]
    [InlineData(new byte[] { 0x3B }, "is written in the way 3")]
    [InlineData(new byte[] { 0x39, 1, 2 }, "field 7 is cut")]
    [InlineData(new byte[] { (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o' }, "is written in the way 4")]
    public void What_is_no_protobuf_is_refused(byte[] message, string reason) => AssertRefused(message, reason);

    internal static ProtobufWriter Tensor(string name, int type, params long[] shape)
    {
        var tensor = new ProtobufWriter().Text(1, name);
        foreach (var size in shape) tensor.Number(2, size);
        return tensor.Number(3, type);
    }

    private static byte[] Outputs(ProtobufWriter tensor) => new ProtobufWriter().Message(2, tensor).ToArray();

    private static void AssertRefused(byte[] message, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => MetaNeff.Parse(message)).Message, StringComparison.Ordinal);
}
