using NeuronActors.Node.Client.Infer;

namespace NeuronActors.Node.Tests.Client.Infer;

public sealed class TensorPreviewSpecs
{
    [Fact]
    public void Rows_are_aligned_and_say_where_they_are() => Assert.Equal(
        ["[0]   1  -2", "[1]  30   4"],
        TensorPreview.Of(Tensor.From([1, -2, 30, 4], 2, 2), 80).Lines.ToArray());

    [Fact]
    public void One_row_needs_no_telling_where_it_is() => Assert.Equal(["0.5   -1"], TensorPreview.Of(Tensor.From([0.5f, -1], 1, 1, 2), 80).Lines.ToArray());

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(76)]
    [InlineData(200)]
    public void A_small_array_is_there_as_a_whole_whatever_the_width(int width)
    {
        var logits = Tensor.From([-7.3479f, -1.0163f, -0.3611f, 3.3985f, -3.5226f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f], 1, 10);

        var preview = TensorPreview.Of(logits, width);

        Assert.Equal(0, preview.LeftOut);
        Assert.Equal(10, string.Join(' ', preview.Lines).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(preview.Lines, line => Assert.InRange(line.Length, 1, width));
    }

    [Fact]
    public void The_rows_of_a_small_array_go_on_below_themselves() => Assert.Equal(
        ["[0]   1   2   3", "      4", "[1]   5   6   7", "     80"],
        TensorPreview.Of(Tensor.From([1, 2, 3, 4, 5, 6, 7, 80], 2, 4), 16).Lines.ToArray());

    [Fact]
    public void A_long_row_takes_some_lines_and_the_last_counts_what_is_left_out()
    {
        var narrow = TensorPreview.Of(Tensor.From(Enumerable.Range(0, 1000).ToArray(), 1, 1000), 60);
        var wide = TensorPreview.Of(Tensor.From(Enumerable.Range(0, 1000).ToArray(), 1, 1000), 200);

        Assert.Equal(12, narrow.Lines.Length);
        Assert.All(narrow.Lines, line => Assert.InRange(line.Length, 1, 60));
        Assert.EndsWith($"… {narrow.LeftOut} more", narrow.Lines[^1], StringComparison.Ordinal);
        Assert.InRange(wide.LeftOut, 1, narrow.LeftOut - 1);
    }

    [Fact]
    public void Long_rows_and_many_rows_are_cut_and_say_so()
    {
        var (lines, leftOut) = TensorPreview.Of(Tensor.From(new int[100 * 100], 100, 100), 40);

        Assert.Equal(13, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 40));
        Assert.EndsWith("  … 92 more", lines[0], StringComparison.Ordinal);
        Assert.Equal("… 88 rows more", lines[^1]);
        Assert.Equal(10_000 - (12 * 8), leftOut);
    }

    [Fact]
    public void A_scalar_and_nothing_have_a_line() => Assert.Equal(
        ["5", "no elements"],
        [.. TensorPreview.Of(new Tensor(ElementType.Int32, new TensorShape(), new byte[] { 5, 0, 0, 0 }), 80).Lines, .. TensorPreview.Of(Tensor.From(Array.Empty<float>(), 0), 80).Lines]);

    [Fact]
    public void Of_many_texts_the_first_are_shown()
    {
        var lines = TensorPreview.Of(Tensor.FromStrings([.. Enumerable.Range(0, 80).Select(i => $"t{i}")], 40, 2), 80).Lines;

        Assert.Equal(13, lines.Length);
        Assert.Contains("\"t22\"", lines[11], StringComparison.Ordinal);
        Assert.Contains("\"t0\"", lines[0], StringComparison.Ordinal);
    }
}
