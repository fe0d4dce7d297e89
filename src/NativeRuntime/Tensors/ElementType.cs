namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>The types that elements of a tensor have. All numbers are little-endian.</summary>
public enum ElementType
{
    /// <summary>One byte, 0 or 1. OIP: BOOL.</summary>
    Bool,

    /// <summary>OIP: UINT8.</summary>
    UInt8,

    /// <summary>OIP: UINT16.</summary>
    UInt16,

    /// <summary>OIP: UINT32.</summary>
    UInt32,

    /// <summary>OIP: UINT64.</summary>
    UInt64,

    /// <summary>OIP: INT8.</summary>
    Int8,

    /// <summary>OIP: INT16.</summary>
    Int16,

    /// <summary>OIP: INT32.</summary>
    Int32,

    /// <summary>OIP: INT64.</summary>
    Int64,

    /// <summary>IEEE 754 half precision, <see cref="Half"/>. OIP: FP16.</summary>
    Float16,

    /// <summary>The upper half of a <see cref="float"/>. OIP: BF16.</summary>
    BFloat16,

    /// <summary>OIP: FP32.</summary>
    Float32,

    /// <summary>OIP: FP64.</summary>
    Float64,

    /// <summary>
    /// Byte strings of any length. In a tensor's data each element is a 4-byte little-endian length followed by its bytes. OIP: BYTES.
    /// </summary>
    Bytes,
}
