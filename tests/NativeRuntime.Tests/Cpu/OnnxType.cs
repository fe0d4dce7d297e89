namespace NeuronActors.NativeRuntime.Tests.Cpu;

/// <summary>TensorProto.DataType of the ONNX file format.</summary>
internal enum OnnxType
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
    Complex64 = 14,
    BFloat16 = 16,
    Float8E4M3FN = 17,
    Int4 = 22,
}

internal static class OnnxTypeExtensions
{
    public static OnnxType ToOnnxType(this NativeRuntime.Tensors.ElementType type) => type switch
    {
        NativeRuntime.Tensors.ElementType.Float32 => OnnxType.Float,
        NativeRuntime.Tensors.ElementType.Float64 => OnnxType.Double,
        NativeRuntime.Tensors.ElementType.Bytes => OnnxType.String,
        _ => Enum.Parse<OnnxType>(type.ToString()),
    };
}
