using System.Globalization;

namespace NeuronActors.Node.Client.Bench;

/// <summary>Shapes as options have them: <c>image=1,1,28,28</c>.</summary>
internal static class ShapeOption
{
    /// <exception cref="ClientException">One is none.</exception>
    public static Dictionary<string, TensorShape> Parse(IEnumerable<string> options)
    {
        var shapes = new Dictionary<string, TensorShape>(StringComparer.Ordinal);
        foreach (var text in options)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !TryParse(text[(equals + 1)..], out var shape)) throw ClientException.Usage($"--shape is '{text}', and must be a name and dimensions: image=1,1,28,28.");
            shapes[text[..equals]] = shape;
        }

        return shapes;
    }

    private static bool TryParse(string text, out TensorShape shape)
    {
        var dimensions = ImmutableArray.CreateBuilder<long>();
        shape = default;
        foreach (var part in text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var dimension)) return false;
            dimensions.Add(dimension);
        }

        shape = new TensorShape(dimensions.ToImmutable());
        return true;
    }
}
