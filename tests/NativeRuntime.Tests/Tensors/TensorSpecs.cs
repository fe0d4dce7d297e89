using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Tensors;

public sealed class TensorSpecs
{
    [Fact]
    public void A_tensor_shares_the_memory_it_was_made_from()
    {
        float[] pixels = [1, 2, 3, 4];

        var tensor = Tensor.From(pixels, 2, 2);
        pixels[3] = 40;

        Assert.Equal(ElementType.Float32, tensor.ElementType);
        Assert.Equal(new TensorShape(2, 2), tensor.Shape);
        Assert.Equal([1f, 2f, 3f, 40f], tensor.AsSpan<float>().ToArray());
    }

    [Fact]
    public unsafe void Pinning_its_bytes_pins_the_array_underneath()
    {
        int[] numbers = [7, 8, 9];
        var tensor = Tensor.From(numbers);

        using var pinned = tensor.Data.Pin();

        fixed (int* first = numbers) Assert.Equal((nint)first, (nint)pinned.Pointer);
    }

    [Theory]
    [InlineData(3, "FP32 [2, 2] takes 16 bytes, and 12 were given.")]
    [InlineData(5, "FP32 [2, 2] takes 16 bytes, and 20 were given.")]
    public void A_block_of_the_wrong_size_is_refused_with_both_sizes(int elements, string message)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Tensor.From(new float[elements], 2, 2));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_overflows_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() =>
            new Tensor(ElementType.UInt8, new TensorShape(long.MaxValue, 4), ReadOnlyMemory<byte>.Empty));

        Assert.Contains("more elements than memory can hold", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scalar_has_one_element_and_no_dimension()
    {
        var scalar = Tensor.From<double>(new[] { 2.5 }.AsMemory());

        Assert.Equal(0, scalar.Shape.Rank);
        Assert.Equal(1, scalar.ElementCount);
    }

    [Fact]
    public void Texts_survive_the_packed_form()
    {
        var tensor = Tensor.FromStrings(["", "Neuron", "käse"], 3, 1);

        Assert.Equal(["", "Neuron", "käse"], tensor.ToStrings());
        Assert.Equal(new TensorShape(3, 1), tensor.Shape);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 2, 0, 0, 0, 65 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 65, 66 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 65 })]
    public void Damaged_byte_strings_are_refused(byte[] packed)
    {
        Assert.Throws<ArgumentException>(() => new Tensor(ElementType.Bytes, new TensorShape(1), packed));
    }

    [Fact]
    public void Reading_elements_as_another_type_is_refused()
    {
        var tensor = Tensor.From([1L, 2L]);

        Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<float>().Length);
    }
}
