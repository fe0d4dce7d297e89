using System.Runtime.InteropServices;
using System.Text;
using NeuronActors.NativeRuntime.Tests.Cpu;

namespace NeuronActors.Node.Tests.Rest.Infer;

/// <summary>For each element type: three elements, in JSON and in bytes.</summary>
internal static class ElementForms
{
    private static readonly Dictionary<ElementType, (string? Json, byte[] Bytes)> All = new()
    {
        [ElementType.Bool] = ("true,false,true", [1, 0, 1]),
        [ElementType.UInt8] = ("0,1,255", [0, 1, 255]),
        [ElementType.UInt16] = ("0,1,65535", Bytes<ushort>(0, 1, ushort.MaxValue)),
        [ElementType.UInt32] = ("0,1,4294967295", Bytes<uint>(0, 1, uint.MaxValue)),
        [ElementType.UInt64] = ("0,1,18446744073709551615", Bytes<ulong>(0, 1, ulong.MaxValue)),
        [ElementType.Int8] = ("-128,0,127", Bytes<sbyte>(sbyte.MinValue, 0, sbyte.MaxValue)),
        [ElementType.Int16] = ("-32768,0,32767", Bytes<short>(short.MinValue, 0, short.MaxValue)),
        [ElementType.Int32] = ("-2147483648,0,2147483647", Bytes<int>(int.MinValue, 0, int.MaxValue)),
        [ElementType.Int64] = ("-9223372036854775808,0,9223372036854775807", Bytes<long>(long.MinValue, 0, long.MaxValue)),
        [ElementType.Float16] = (null, Bytes(Half.MinValue, (Half)0.5f, Half.NaN)),
        [ElementType.BFloat16] = (null, [0x80, 0x3F, 0, 0, 0xC0, 0x7F]),
        [ElementType.Float32] = ("-1.5,0,3.4028235E+38", Bytes(-1.5f, 0f, float.MaxValue)),
        [ElementType.Float64] = ("-1.5,0.1,1.7976931348623157E+308", Bytes(-1.5, 0.1, double.MaxValue)),
        [ElementType.Bytes] = ("\"\",\"a\\\"b\",\"\u6f22\"", [0, 0, 0, 0, 3, 0, 0, 0, .. "a\"b"u8, 3, 0, 0, 0, .. Encoding.UTF8.GetBytes("\u6f22")]),
    };

    public static TheoryData<ElementType> Types => [.. Enum.GetValues<ElementType>()];

    public static TheoryData<ElementType> TypesOfJson => [.. All.Where(each => each.Value.Json is not null).Select(each => each.Key)];

    /// <summary>The elements without the brackets; null for a type that does not go into JSON.</summary>
    public static string? JsonOf(ElementType type) => All[type].Json;

    public static byte[] BytesOf(ElementType type) => All[type].Bytes;

    /// <summary>The model of a type: y = x.</summary>
    public static string ModelOf(ElementType type) => $"same_{type.OipName()}";

    public static Serve.TestRepository Repository()
    {
        var repository = new Serve.TestRepository();
        foreach (var type in All.Keys) repository.WithIdentity(ModelOf(type), type.ToOnnxType());
        return repository;
    }

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
