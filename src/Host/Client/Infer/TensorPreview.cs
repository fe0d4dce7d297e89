namespace NeuronActors.Node.Client.Infer;

/// <summary>
/// An array as lines of text: its innermost rows, aligned, each with the index that leads to it; of much, the beginning.
/// </summary>
internal static class TensorPreview
{
    private const int MostRows = 12;
    private const int MostElements = 4096;
    private const int Gap = 2;

    /// <param name="tensor">The array.</param>
    /// <param name="width">How many columns there are.</param>
    public static IEnumerable<string> Of(Tensor tensor, int width)
    {
        if (tensor.ElementCount == 0) return ["no elements"];

        var perRow = tensor.Shape.Rank == 0 ? 1 : (int)tensor.Shape.Dimensions[^1];
        var rows = (int)Math.Min(tensor.ElementCount / perRow, MostRows);
        var texts = TensorElements.ToTexts(FirstOf(tensor, Math.Min((long)rows * perRow, MostElements)));
        var prefixes = Enumerable.Range(0, rows).Select(row => PrefixOf(tensor.Shape, row)).ToArray();
        var (prefix, column) = (prefixes.Max(text => text.Length), texts.Max(text => text.Length));
        var fitting = Math.Max(1, (width - prefix - 1) / (column + Gap));
        var lines = Enumerable.Range(0, rows)
            .Where(row => row * perRow < texts.Length)
            .Select(row => prefixes[row].PadRight(prefix) + RowOf(texts.AsSpan(row * perRow, Math.Min(perRow, texts.Length - (row * perRow))), perRow, column, fitting));
        var more = (tensor.ElementCount / perRow) - rows;
        return more > 0 ? lines.Append($"… {more} rows more") : lines;
    }

    private static string RowOf(ReadOnlySpan<string> row, int length, int column, int fitting)
    {
        var shown = length > fitting ? Math.Max(1, Math.Min(fitting - 1, row.Length)) : row.Length;
        var text = "";
        foreach (var cell in row[..shown]) text += new string(' ', Gap) + cell.PadLeft(column);
        return shown < length ? text + "  …" : text;
    }

    // Where a row lies: [0, 3] is the fourth row of the first block. Alone it needs no telling.
    private static string PrefixOf(TensorShape shape, long row)
    {
        var outer = shape.Dimensions.Length <= 1 ? [] : shape.Dimensions[..^1];
        if (outer.All(dimension => dimension == 1)) return "";

        var index = new long[outer.Length];
        for (var i = outer.Length - 1; i >= 0; row /= outer[i--]) index[i] = row % outer[i];
        return $"[{string.Join(", ", index)}]";
    }

    // Only what is shown is turned into text: outputs may be large.
    private static Tensor FirstOf(Tensor tensor, long count)
    {
        if (count == tensor.ElementCount) return tensor;
        if (tensor.ElementType != ElementType.Bytes) return new Tensor(tensor.ElementType, new TensorShape(count), tensor.Data[..(int)(count * tensor.ElementType.Size())]);

        var first = new List<ReadOnlyMemory<byte>>();
        foreach (var element in new BytesElements(tensor.Data))
        {
            if (first.Count == count) break;
            first.Add(element);
        }

        return new Tensor(ElementType.Bytes, new TensorShape(count), BytesElements.Pack([.. first]));
    }
}
