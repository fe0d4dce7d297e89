using System.Buffers.Binary;
using System.Text.Json;

namespace NeuronActors.Node.Client.Infer;

/// <summary>Writes one element of a literal as a tensor has it.</summary>
internal static class ElementWriter
{
    /// <summary>Writes it; false when the element is no value of the type.</summary>
    public static bool TryWrite(JsonElement element, ElementType type, Span<byte> to)
    {
        switch (type)
        {
            case ElementType.Bool:
                if (element.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return false;
                to[0] = element.ValueKind == JsonValueKind.True ? (byte)1 : (byte)0;
                return true;
            case ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64:
                return TryReal(element, out var real) && WriteReal(real, type, to);
            default:
                return element.ValueKind == JsonValueKind.Number && WriteWhole(element, type, to);
        }
    }

    private static bool TryReal(JsonElement element, out double value)
    {
        if (element.ValueKind == JsonValueKind.Number) return element.TryGetDouble(out value);

        // JSON has no numbers for these; the names are those of the node.
        value = element.ValueKind == JsonValueKind.String ? element.GetString() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN } : 0;
        return element.ValueKind == JsonValueKind.String && element.GetString() is "NaN" or "Infinity" or "-Infinity";
    }

    private static bool WriteReal(double value, ElementType type, Span<byte> to)
    {
        switch (type)
        {
            case ElementType.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(to, (Half)value);
                return double.IsFinite(value) == Half.IsFinite((Half)value);
            case ElementType.BFloat16:
                BinaryPrimitives.WriteUInt16LittleEndian(to, BFloat16.FromSingle((float)value));
                return double.IsFinite(value) == float.IsFinite((float)value);
            case ElementType.Float32:
                BinaryPrimitives.WriteSingleLittleEndian(to, (float)value);
                return double.IsFinite(value) == float.IsFinite((float)value);
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(to, value);
                return true;
        }
    }

    private static bool WriteWhole(JsonElement element, ElementType type, Span<byte> to)
    {
        if (type == ElementType.UInt64)
        {
            if (!element.TryGetUInt64(out var large)) return false;
            BinaryPrimitives.WriteUInt64LittleEndian(to, large);
            return true;
        }

        if (!element.TryGetInt64(out var whole)) return false;

        var (least, most) = type switch
        {
            ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
            ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            ElementType.UInt32 => (uint.MinValue, uint.MaxValue),
            ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ElementType.Int16 => (short.MinValue, short.MaxValue),
            ElementType.Int32 => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (whole < least || whole > most) return false;

        // Little-endian: the low bytes of the number are the number in fewer bytes.
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, whole);
        bytes[..type.Size()].CopyTo(to);
        return true;
    }
}
