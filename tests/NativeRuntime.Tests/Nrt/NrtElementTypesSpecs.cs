using NeuronActors.NativeRuntime.Nrt;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Tests.Nrt;

public sealed class NrtElementTypesSpecs
{
    [Theory]
    [InlineData(10, 4, ElementType.Float32)]
    [InlineData(1, 8, ElementType.UInt64)]
    [InlineData(12, 8, ElementType.Int64)]
    [InlineData(8, 4, ElementType.Int32)]
    [InlineData(2, 1, ElementType.Int8)]
    [InlineData(11, 4, ElementType.Float32)]
    public void A_number_of_todays_headers_means_what_fits_the_size(int number, int width, ElementType type) =>
        Assert.Equal(type, NrtElementTypes.Of(number, 12 * width, 12));

    [Theory]
    [InlineData(1, 4, ElementType.Float32)]
    [InlineData(2, 2, ElementType.Float16)]
    [InlineData(3, 2, ElementType.BFloat16)]
    [InlineData(10, 8, ElementType.Int64)]
    [InlineData(11, 8, ElementType.UInt64)]
    public void A_number_of_former_headers_is_told_apart_by_the_size(int number, int width, ElementType type) =>
        Assert.Equal(type, NrtElementTypes.Of(number, 12 * width, 12));

    [Theory]
    [InlineData(6, 2, ElementType.UInt16)]
    [InlineData(7, 2, ElementType.UInt16)]
    [InlineData(0, 4, ElementType.UInt32)]
    [InlineData(10, 2, ElementType.UInt16)]
    [InlineData(15, 1, ElementType.UInt8)]
    [InlineData(4711, 8, ElementType.UInt64)]
    [InlineData(-1, 1, ElementType.UInt8)]
    public void Where_number_and_size_do_not_settle_it_only_the_size_is_claimed(int number, int width, ElementType type) =>
        Assert.Equal(type, NrtElementTypes.Of(number, 12 * width, 12));

    [Theory]
    [InlineData(10, 36, 12)]
    [InlineData(10, 37, 12)]
    [InlineData(10, 0, 0)]
    [InlineData(10, 16, 0)]
    public void A_size_that_is_no_elements_gives_bytes(int number, long bytes, long elements) =>
        Assert.Null(NrtElementTypes.Of(number, bytes, elements));
}
