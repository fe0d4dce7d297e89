using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NeuronActors.Node.Client.Infer;

/// <summary>Tensors written out: <c>[[1,2],[3,4]]</c>. The nesting is the shape, and the model says what the elements are.</summary>
internal sealed class TensorLiteral
{
    private readonly ElementType _type;
    private readonly List<long> _shape = [];
    private readonly List<JsonElement> _elements = [];

    private TensorLiteral(ElementType type) => _type = type;

    public static bool LooksLikeOne(string text) => text[0] is '[' or '"' or '-' or (>= '0' and <= '9') && IsJson(text) || text is "true" or "false";

    /// <exception cref="FormatException">It is none, and why.</exception>
    public static Tensor Parse(string text, ElementType type)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var literal = new TensorLiteral(type);
            literal.Walk(json.RootElement, depth: 0);
            return literal.ToTensor();
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"it cannot be read: {malformed.Message}");
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            // A bracket that does not close is a literal with a slip, and will be called one; a number with letters behind it is a file.
            return text[0] == '[';
        }
    }

    private void Walk(JsonElement element, int depth)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            if (depth != _shape.Count) throw Ragged();
            _elements.Add(element);
            return;
        }

        var length = element.GetArrayLength();
        if (depth == _shape.Count && _elements.Count == 0) _shape.Add(length);
        else if (depth >= _shape.Count || _shape[depth] != length) throw Ragged();
        foreach (var inner in element.EnumerateArray()) Walk(inner, depth + 1);
    }

    private Tensor ToTensor()
    {
        if (_type == ElementType.Bytes)
        {
            var texts = _elements.Select(element => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(TextOf(element))).ToArray();
            return new Tensor(_type, new TensorShape(_shape.ToImmutableArray()), BytesElements.Pack(texts));
        }

        var data = new byte[_elements.Count * _type.Size()];
        for (var i = 0; i < _elements.Count; i++)
        {
            if (!ElementWriter.TryWrite(_elements[i], _type, data.AsSpan(i * _type.Size())))
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"element {i}, {_elements[i].GetRawText()}, is no {_type.OipName()}"));
            }
        }

        return new Tensor(_type, new TensorShape(_shape.ToImmutableArray()), data);
    }

    private static string TextOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new FormatException($"{element.GetRawText()} is no text, and needs quotes");

    private static FormatException Ragged() => new("its rows are not all of one length");
}
