using System.Text.Json;
using System.Text.Unicode;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>Writes the elements of a tensor as a flat JSON array.</summary>
internal static class TensorJsonWriter
{
    /// <summary>Why JSON cannot carry it; null when it can.</summary>
    public static string? FlawOf(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float16 or ElementType.BFloat16 => NoJson(tensor.ElementType),
        ElementType.Bytes => FlawOf(new BytesElements(tensor.Data)),
        _ => null,
    };

    /// <summary>Writes one that has no flaw.</summary>
    public static void Write(Utf8JsonWriter json, Tensor tensor)
    {
        json.WriteStartArray();
        switch (tensor.ElementType)
        {
            case ElementType.Float32:
                foreach (var value in tensor.AsSpan<float>()) Write(json, value);
                break;
            case ElementType.Float64:
                foreach (var value in tensor.AsSpan<double>()) Write(json, value);
                break;
            case ElementType.Int64:
                foreach (var value in tensor.AsSpan<long>()) json.WriteNumberValue(value);
                break;
            case ElementType.Int32:
                foreach (var value in tensor.AsSpan<int>()) json.WriteNumberValue(value);
                break;
            case ElementType.Int16:
                foreach (var value in tensor.AsSpan<short>()) json.WriteNumberValue(value);
                break;
            case ElementType.Int8:
                foreach (var value in tensor.AsSpan<sbyte>()) json.WriteNumberValue(value);
                break;
            case ElementType.UInt64:
                foreach (var value in tensor.AsSpan<ulong>()) json.WriteNumberValue(value);
                break;
            case ElementType.UInt32:
                foreach (var value in tensor.AsSpan<uint>()) json.WriteNumberValue(value);
                break;
            case ElementType.UInt16:
                foreach (var value in tensor.AsSpan<ushort>()) json.WriteNumberValue(value);
                break;
            case ElementType.UInt8:
                foreach (var value in tensor.AsSpan<byte>()) json.WriteNumberValue(value);
                break;
            case ElementType.Bool:
                foreach (var value in tensor.Data.Span) json.WriteBooleanValue(value != 0);
                break;
            case ElementType.Bytes:
                foreach (var element in new BytesElements(tensor.Data)) json.WriteStringValue(element.Span);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(tensor), tensor.ElementType, "has no form in JSON.");
        }

        json.WriteEndArray();
    }

    /// <summary>Why a type that has no form in JSON cannot go there.</summary>
    public static string NoJson(ElementType type) => $"is {type.OipName()}, which does not go into JSON; ask for binary data.";

    private static string? FlawOf(BytesElements elements)
    {
        var index = 0;
        foreach (var element in elements)
        {
            if (!Utf8.IsValid(element.Span)) return $"has bytes at element {index} that are no UTF-8, which JSON cannot carry; ask for it as binary data ('binary_data': true).";
            index++;
        }

        return null;
    }

    private static void Write(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value)) json.WriteNumberValue(value);
        else WriteNamed(json, value);
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else WriteNamed(json, value);
    }

    // JSON has no numbers for these; the names are those of the JSON form of protocol buffers.
    private static void WriteNamed(Utf8JsonWriter json, double value) =>
        json.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
}
