using NeuronActors.Node.Demo;
using NeuronActors.Node.Demo.Digits;

namespace NeuronActors.Node.Tests.Demo.Digits;

public sealed class DigitSetSpecs
{
    [Fact]
    public void The_digits_that_come_with_the_program_are_256_and_the_first_is_a_seven()
    {
        var digits = DigitSet.Read(DemoOptions.DigitsFolder);

        Assert.Equal(256, digits.Count);
        Assert.Equal(7, digits.Label(0));
        Assert.Equal(new TensorShape(1, 1, 28, 28), digits.Input(255).Tensor.Shape);
        Assert.Equal(digits.Grey(3)[400] / 255f, digits.Input(3).Tensor.AsSpan<float>()[400]);
    }

    [Fact]
    public void Images_of_another_size_are_refused()
    {
        var flaw = Assert.Throws<InvalidDataException>(() => new DigitSet(new IdxFile([1, 8, 8], new byte[64]), new IdxFile([1], new byte[1])));

        Assert.Contains("28 × 28 pixels, and these are 1 × 8 × 8", flaw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_labels_as_digits_are_needed()
    {
        var flaw = Assert.Throws<InvalidDataException>(() => new DigitSet(new IdxFile([1, 28, 28], new byte[784]), new IdxFile([2], new byte[2])));

        Assert.Contains("1 digits and 2 labels", flaw.Message, StringComparison.Ordinal);
    }
}
