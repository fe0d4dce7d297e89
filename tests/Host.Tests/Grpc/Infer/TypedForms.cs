using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Wire = NeuronActors.Node.Grpc.Wire;

namespace NeuronActors.Node.Tests.Grpc.Infer;

/// <summary>The contents that the protocol has for elements of a type.</summary>
internal static class TypedForms
{
    public static Wire.InferTensorContents Of(ElementType type, byte[] bytes)
    {
        var contents = new Wire.InferTensorContents();
        switch (type)
        {
            case ElementType.Bool: contents.BoolContents.Add(bytes.Select(value => value != 0)); break;
            case ElementType.UInt8: contents.UintContents.Add(bytes.Select(value => (uint)value)); break;
            case ElementType.UInt16: contents.UintContents.Add(Cast<ushort>(bytes).Select(value => (uint)value)); break;
            case ElementType.UInt32: contents.UintContents.Add(Cast<uint>(bytes)); break;
            case ElementType.UInt64: contents.Uint64Contents.Add(Cast<ulong>(bytes)); break;
            case ElementType.Int8: contents.IntContents.Add(Cast<sbyte>(bytes).Select(value => (int)value)); break;
            case ElementType.Int16: contents.IntContents.Add(Cast<short>(bytes).Select(value => (int)value)); break;
            case ElementType.Int32: contents.IntContents.Add(Cast<int>(bytes)); break;
            case ElementType.Int64: contents.Int64Contents.Add(Cast<long>(bytes)); break;
            case ElementType.Float32: contents.Fp32Contents.Add(Cast<float>(bytes)); break;
            case ElementType.Float64: contents.Fp64Contents.Add(Cast<double>(bytes)); break;
            case ElementType.Bytes: contents.BytesContents.Add(Split(bytes)); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "It has no typed contents.");
        }

        return contents;
    }

    private static T[] Cast<T>(byte[] bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();

    private static IEnumerable<ByteString> Split(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
            yield return ByteString.CopyFrom(bytes, at + sizeof(uint), length);
            at += sizeof(uint) + length;
        }
    }
}
