using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Grpc.Infer;

/// <summary>Makes a tensor of the contents that the protocol has for its type.</summary>
internal static class TypedContents
{
    /// <exception cref="ServingException">There are more or fewer elements, or others, than type and shape call for.</exception>
    public static Tensor Read(string input, ElementType type, ImmutableArray<long> shape, Wire.InferTensorContents? contents)
    {
        if (type is ElementType.Float16 or ElementType.BFloat16)
        {
            throw RequestFlaws.OfInput(input, $"{type.OipName()} has no typed contents; send it in raw_input_contents.");
        }

        var count = RequestFlaws.CountOf(input, shape);
        contents ??= count == 0 ? new Wire.InferTensorContents() : throw NoData(input);
        var given = CheckFields(input, type, contents);
        if (given == 0 && count > 0) throw NoData(input);
        if (given < count) throw RequestFlaws.TooFewElements(input, given, count);
        if (given > count) throw RequestFlaws.TooManyElements(input, count);
        return BinaryTensor.Cut(input, type, shape, Pack(input, type, contents));
    }

    private static byte[] Pack(string input, ElementType type, Wire.InferTensorContents contents) => type switch
    {
        ElementType.Bool => Copy(contents.BoolContents),
        ElementType.Int64 => Copy(contents.Int64Contents),
        ElementType.Int32 => Copy(contents.IntContents),
        ElementType.Int16 => Narrow<int, short>(input, type, contents.IntContents),
        ElementType.Int8 => Narrow<int, sbyte>(input, type, contents.IntContents),
        ElementType.UInt64 => Copy(contents.Uint64Contents),
        ElementType.UInt32 => Copy(contents.UintContents),
        ElementType.UInt16 => Narrow<uint, ushort>(input, type, contents.UintContents),
        ElementType.UInt8 => Narrow<uint, byte>(input, type, contents.UintContents),
        ElementType.Float32 => Copy(contents.Fp32Contents),
        ElementType.Float64 => Copy(contents.Fp64Contents),
        ElementType.Bytes => Join(contents.BytesContents),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type."),
    };

    // What stands in the field of another type would be left out silently; so it is refused.
    private static int CheckFields(string input, ElementType type, Wire.InferTensorContents contents)
    {
        ReadOnlySpan<(string Field, int Count)> all =
        [
            ("bool_contents", contents.BoolContents.Count),
            ("int_contents", contents.IntContents.Count),
            ("int64_contents", contents.Int64Contents.Count),
            ("uint_contents", contents.UintContents.Count),
            ("uint64_contents", contents.Uint64Contents.Count),
            ("fp32_contents", contents.Fp32Contents.Count),
            ("fp64_contents", contents.Fp64Contents.Count),
            ("bytes_contents", contents.BytesContents.Count),
        ];
        var (own, given) = (FieldOf(type), 0);
        foreach (var (field, count) in all)
        {
            if (field == own) given = count;
            else if (count > 0) throw RequestFlaws.OfInput(input, $"{type.OipName()} goes into {own}, and {field} was given.");
        }

        return given;
    }

    private static string FieldOf(ElementType type) => type switch
    {
        ElementType.Bool => "bool_contents",
        ElementType.Int8 or ElementType.Int16 or ElementType.Int32 => "int_contents",
        ElementType.Int64 => "int64_contents",
        ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 => "uint_contents",
        ElementType.UInt64 => "uint64_contents",
        ElementType.Float32 => "fp32_contents",
        ElementType.Float64 => "fp64_contents",
        _ => "bytes_contents",
    };

    private static byte[] Copy<T>(RepeatedField<T> elements)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(UnsafeCollectionOperations.AsSpan(elements)).ToArray();

    private static byte[] Narrow<TFrom, TTo>(string input, ElementType type, RepeatedField<TFrom> from)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged, IBinaryInteger<TTo>
    {
        var packed = GC.AllocateUninitializedArray<byte>(checked(from.Count * Unsafe.SizeOf<TTo>()));
        var to = MemoryMarshal.Cast<byte, TTo>(packed.AsSpan());
        var given = UnsafeCollectionOperations.AsSpan(from);
        for (var i = 0; i < given.Length; i++)
        {
            to[i] = TTo.CreateTruncating(given[i]);
            if (TFrom.CreateTruncating(to[i]) != given[i]) throw RequestFlaws.NoElement(input, $"{given[i]}", type);
        }

        return packed;
    }

    private static byte[] Join(RepeatedField<ByteString> elements)
    {
        var length = 0;
        foreach (var element in elements) length = checked(length + sizeof(uint) + element.Length);

        var packed = GC.AllocateUninitializedArray<byte>(length);
        var free = packed.AsSpan();
        foreach (var element in elements)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(free, (uint)element.Length);
            element.Span.CopyTo(free[sizeof(uint)..]);
            free = free[(sizeof(uint) + element.Length)..];
        }

        return packed;
    }

    private static ServingException NoData(string input) =>
        new(ServingError.Invalid($"Input '{input}' has no data, neither contents nor raw_input_contents."));
}
