namespace NeuronActors.Node.Client.Infer;

/// <summary>
/// An array as lines of text: its innermost rows, aligned, each with the index that leads to it. A small array is there as a whole, its rows
/// in as many lines as they need; of a large one the beginning of the first rows, as much as there is room for.
/// </summary>
/// <param name="Lines">The lines.</param>
/// <param name="LeftOut">How many elements they do not show.</param>
internal sealed record TensorPreview(ImmutableArray<string> Lines, long LeftOut)
{
    private const int MostWhole = 64;
    private const int MostRows = 12;
    private const int MostLines = 12;
    private const int Gap = 2;

    /// <summary>As much of an array as is worth showing.</summary>
    /// <param name="tensor">The array.</param>
    /// <param name="width">How many columns there are.</param>
    public static TensorPreview Of(Tensor tensor, int width)
    {
        if (tensor.ElementCount == 0) return new(["no elements"], 0);

        var perRow = tensor.Shape.Rank == 0 ? 1 : tensor.Shape.Dimensions[^1];
        var isWhole = tensor.ElementCount <= MostWhole;
        var rows = (int)Math.Min(tensor.ElementCount / perRow, isWhole ? MostWhole : MostRows);
        var linesPerRow = isWhole ? MostWhole : Math.Max(1, MostLines / rows);

        // Only what may find room is turned into text: outputs may be large.
        var read = (int)Math.Min(perRow, (long)linesPerRow * Math.Max(1, width / (1 + Gap)));
        var texts = Enumerable.Range(0, rows).Select(row => TensorElements.ToTexts(Slice(tensor, row * perRow, read))).ToArray();
        var prefixes = Enumerable.Range(0, rows).Select(row => PrefixOf(tensor.Shape, row)).ToArray();
        var prefix = prefixes.Max(text => text.Length);
        var form = new RowForm(texts.Max(row => row.Max(text => text.Length)), width, linesPerRow);

        var lines = ImmutableArray.CreateBuilder<string>();
        var shown = 0L;
        for (var row = 0; row < rows; row++) shown += form.AddTo(lines, prefixes[row].PadRight(prefix), texts[row], perRow);
        var more = (tensor.ElementCount / perRow) - rows;
        if (more > 0) lines.Add(more == 1 ? "… 1 row more" : $"… {Count(more)} rows more");
        return new(lines.ToImmutable(), tensor.ElementCount - shown);
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

    private static Tensor Slice(Tensor tensor, long first, int count)
    {
        if (tensor.ElementType != ElementType.Bytes)
        {
            var size = tensor.ElementType.Size();
            return new Tensor(tensor.ElementType, new TensorShape(count), tensor.Data.Slice((int)(first * size), count * size));
        }

        var elements = new List<ReadOnlyMemory<byte>>();
        var at = 0L;
        foreach (var element in new BytesElements(tensor.Data))
        {
            if (at == first + count) break;
            if (at++ >= first) elements.Add(element);
        }

        return new Tensor(ElementType.Bytes, new TensorShape(count), BytesElements.Pack([.. elements]));
    }

    private static string Count(long count) => count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How rows become lines.</summary>
    /// <param name="Column">How wide an element is.</param>
    /// <param name="Width">How long a line may be.</param>
    /// <param name="Lines">How many lines a row may take.</param>
    private readonly record struct RowForm(int Column, int Width, int Lines)
    {
        /// <summary>Adds the lines of a row; what does not fit is counted in the last one.</summary>
        /// <returns>How many elements they show.</returns>
        public int AddTo(ImmutableArray<string>.Builder lines, string prefix, string[] row, long length)
        {
            var fitting = Math.Max(1, (Width - prefix.Length + (prefix.Length == 0 ? Gap : 0)) / (Column + Gap));
            var at = 0;
            for (var left = Lines; at < row.Length && left > 0; left--)
            {
                var count = Math.Min(fitting, row.Length - at);
                var line = LineOf(prefix, row.AsSpan(at, count));
                while (left == 1 && at + count < length)
                {
                    line = $"{LineOf(prefix, row.AsSpan(at, count))}  … {TensorPreview.Count(length - at - count)} more";
                    if (line.Length <= Width || count == 1) break;
                    count--;
                }

                lines.Add(line);
                at += count;
                prefix = new string(' ', prefix.Length);
            }

            return at;
        }

        private string LineOf(string prefix, ReadOnlySpan<string> cells)
        {
            var line = prefix;
            foreach (var cell in cells) line += (line.Length == 0 ? "" : new string(' ', Gap)) + cell.PadLeft(Column);
            return line;
        }
    }
}
