using NeuronActors.NativeRuntime.Tensors;
using OnnxElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>Our element types and ONNX's.</summary>
internal static class OnnxElementTypes
{
    public static OnnxElementType ToOnnx(this ElementType type) => type switch
    {
        ElementType.Bool => OnnxElementType.Bool,
        ElementType.UInt8 => OnnxElementType.UInt8,
        ElementType.UInt16 => OnnxElementType.UInt16,
        ElementType.UInt32 => OnnxElementType.UInt32,
        ElementType.UInt64 => OnnxElementType.UInt64,
        ElementType.Int8 => OnnxElementType.Int8,
        ElementType.Int16 => OnnxElementType.Int16,
        ElementType.Int32 => OnnxElementType.Int32,
        ElementType.Int64 => OnnxElementType.Int64,
        ElementType.Float16 => OnnxElementType.Float16,
        ElementType.BFloat16 => OnnxElementType.BFloat16,
        ElementType.Float32 => OnnxElementType.Float,
        ElementType.Float64 => OnnxElementType.Double,
        ElementType.Bytes => OnnxElementType.String,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type."),
    };

    /// <summary>Our name for a type of ONNX; null for those we have none for, complex numbers and floats of 8 bits for example.</summary>
    public static ElementType? FromOnnx(OnnxElementType type)
    {
        foreach (var candidate in Enum.GetValues<ElementType>())
        {
            if (candidate.ToOnnx() == type) return candidate;
        }

        return null;
    }
}
