namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>Sizes of element types, their names in the Open Inference Protocol, and their .NET types.</summary>
public static class ElementTypeExtensions
{
    private static readonly ElementType[] All = Enum.GetValues<ElementType>();

    /// <summary>Bytes an element takes; 0 for <see cref="ElementType.Bytes"/>, whose elements vary.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Bool or ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.UInt32 or ElementType.Int32 or ElementType.Float32 => 4,
        ElementType.UInt64 or ElementType.Int64 or ElementType.Float64 => 8,
        ElementType.Bytes => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type."),
    };

    /// <summary>The datatype name of the Open Inference Protocol: FP32, BYTES, ….</summary>
    public static string OipName(this ElementType type) => type switch
    {
        ElementType.Bool => "BOOL",
        ElementType.UInt8 => "UINT8",
        ElementType.UInt16 => "UINT16",
        ElementType.UInt32 => "UINT32",
        ElementType.UInt64 => "UINT64",
        ElementType.Int8 => "INT8",
        ElementType.Int16 => "INT16",
        ElementType.Int32 => "INT32",
        ElementType.Int64 => "INT64",
        ElementType.Float16 => "FP16",
        ElementType.BFloat16 => "BF16",
        ElementType.Float32 => "FP32",
        ElementType.Float64 => "FP64",
        ElementType.Bytes => "BYTES",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type."),
    };

    /// <summary>Finds the element type of an Open Inference Protocol datatype name; false when there is none.</summary>
    public static bool TryParseOip(string? name, out ElementType type)
    {
        foreach (var candidate in All)
        {
            if (string.Equals(candidate.OipName(), name, StringComparison.Ordinal))
            {
                type = candidate;
                return true;
            }
        }

        type = default;
        return false;
    }

    /// <summary>
    /// The element type of a .NET type. <see cref="ElementType.BFloat16"/> and <see cref="ElementType.Bytes"/> have none here and are
    /// made from raw bytes.
    /// </summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static ElementType Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(bool) ? ElementType.Bool
        : typeof(T) == typeof(Half) ? ElementType.Float16
        : typeof(T) == typeof(double) ? ElementType.Float64
        : typeof(T) == typeof(sbyte) ? ElementType.Int8
        : typeof(T) == typeof(short) ? ElementType.Int16
        : typeof(T) == typeof(ushort) ? ElementType.UInt16
        : typeof(T) == typeof(uint) ? ElementType.UInt32
        : typeof(T) == typeof(ulong) ? ElementType.UInt64
        : throw new NotSupportedException($"No tensor element type is a {typeof(T)}.");
}
