using NeuronActors.Node.Terminals;

namespace NeuronActors.Node.Tests.Terminals;

public sealed class FiguresSpecs
{
    [Theory]
    [InlineData(87, "87 µs")]
    [InlineData(1_240, "1.24 ms")]
    [InlineData(12_400, "12.4 ms")]
    [InlineData(124_000, "124 ms")]
    [InlineData(2_100_000, "2.1 s")]
    public void A_time_has_three_digits_and_the_unit_that_makes_it_readable(long microseconds, string text) =>
        Assert.Equal(text, Figures.Of(TimeSpan.FromMicroseconds(microseconds)));

    [Theory]
    [InlineData(new int[0], "none")]
    [InlineData(new[] { 2 }, "2")]
    [InlineData(new[] { 2, 3 }, "2 and 3")]
    [InlineData(new[] { 0, 1, 2, 3 }, "0–3")]
    [InlineData(new[] { 0, 2, 3 }, "0, 2, 3")]
    public void Cores_are_written_as_people_do(int[] cores, string text) => Assert.Equal(text, CoreText.Of([.. cores]));
}
