using NeuronActors.Node.Client.Infer;

namespace NeuronActors.Node.Tests.Client.Infer;

public sealed class TensorPreviewSpecs
{
    [Fact]
    public void Rows_are_aligned_and_say_where_they_are() => Assert.Equal(
        ["[0]   1  -2", "[1]  30   4"],
        TensorPreview.Of(Tensor.From([1, -2, 30, 4], 2, 2), 80));

    [Fact]
    public void One_row_needs_no_telling_where_it_is() => Assert.Equal(["  0.5  -1"], TensorPreview.Of(Tensor.From([0.5f, -1], 1, 1, 2), 80).Select(line => line.Replace("   ", "  ", StringComparison.Ordinal)));

    [Fact]
    public void Long_rows_and_many_rows_are_cut_and_say_so()
    {
        var lines = TensorPreview.Of(Tensor.From(new int[100 * 100], 100, 100), 40).ToArray();

        Assert.Equal(13, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 40));
        Assert.EndsWith("…", lines[0], StringComparison.Ordinal);
        Assert.Equal("… 88 rows more", lines[^1]);
    }

    [Fact]
    public void A_scalar_and_nothing_have_a_line() => Assert.Equal(
        ["  5", "no elements"],
        [.. TensorPreview.Of(new Tensor(ElementType.Int32, new TensorShape(), new byte[] { 5, 0, 0, 0 }), 80), .. TensorPreview.Of(Tensor.From(Array.Empty<float>(), 0), 80)]);

    [Fact]
    public void Of_many_texts_the_first_are_shown()
    {
        var lines = TensorPreview.Of(Tensor.FromStrings([.. Enumerable.Range(0, 40).Select(i => $"t{i}")], 20, 2), 80).ToArray();

        Assert.Equal(13, lines.Length);
        Assert.Contains("\"t0\"", lines[0], StringComparison.Ordinal);
    }
}
