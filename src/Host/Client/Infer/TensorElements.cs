using System.Globalization;
using System.Runtime.InteropServices;

namespace NeuronActors.Node.Client.Infer;

/// <summary>The elements of a tensor as .NET values and as text, whatever they are.</summary>
internal static class TensorElements
{
    /// <summary>All of them, row by row.</summary>
    public static object ToArray(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Bool => tensor.Data.ToArray().Select(value => value != 0).ToArray(),

        // As numbers: an array of bytes would become a text of base 64.
        ElementType.UInt8 => tensor.Data.ToArray().Select(value => (int)value).ToArray(),
        ElementType.UInt16 => tensor.AsSpan<ushort>().ToArray(),
        ElementType.UInt32 => tensor.AsSpan<uint>().ToArray(),
        ElementType.UInt64 => tensor.AsSpan<ulong>().ToArray(),
        ElementType.Int8 => tensor.AsSpan<sbyte>().ToArray(),
        ElementType.Int16 => tensor.AsSpan<short>().ToArray(),
        ElementType.Int32 => tensor.AsSpan<int>().ToArray(),
        ElementType.Int64 => tensor.AsSpan<long>().ToArray(),
        ElementType.Float16 => tensor.AsSpan<Half>().ToArray().Select(value => (float)value).ToArray(),
        ElementType.BFloat16 => MemoryMarshal.Cast<byte, ushort>(tensor.Data.Span).ToArray().Select(BFloat16.ToSingle).ToArray(),
        ElementType.Float32 => tensor.AsSpan<float>().ToArray(),
        ElementType.Float64 => tensor.AsSpan<double>().ToArray(),
        ElementType.Bytes => tensor.ToStrings(),
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor.ElementType, "No such element type."),
    };

    /// <summary>All of them as text for people.</summary>
    public static string[] ToTexts(Tensor tensor) => [.. ((Array)ToArray(tensor)).Cast<object>().Select(TextOf)];

    private static string TextOf(object value) => value switch
    {
        float real => real.ToString("G5", CultureInfo.InvariantCulture),
        double real => real.ToString("G6", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        string text => $"\"{(text.Length > 30 ? $"{text[..30]}…" : text)}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
