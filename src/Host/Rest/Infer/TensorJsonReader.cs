using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>Reads the elements of a tensor out of a JSON array, nested or flat, into memory of the request.</summary>
internal static class TensorJsonReader
{
    // In JSON an element takes a character, and all but the last another one for the comma.
    private const int LeastCharacters = 2;

    /// <summary>Reads it; the reader stands at the first token of the data, and is left at the last.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="name">The input, for the text of errors.</param>
    /// <param name="type">What the elements are.</param>
    /// <param name="shape">How many there are.</param>
    /// <param name="jsonLength">The length of the whole JSON: what a shape may ask for is held against it before anything is rented.</param>
    /// <param name="memory">Where the memory comes from.</param>
    /// <exception cref="ServingException">There are more or fewer elements, or others, than type and shape call for.</exception>
    public static Tensor Read(
        ref Utf8JsonReader json, string? name, ElementType type, ImmutableArray<long> shape, int jsonLength, RequestMemory memory)
    {
        if (type is ElementType.Float16 or ElementType.BFloat16)
        {
            throw Wrong(name, $"{type.OipName()} does not go into JSON; send it as binary data.");
        }

        var count = RequestFlaws.CountOf(name, shape);
        if (count > ((jsonLength / LeastCharacters) + 1)) throw Wrong(name, $"[{string.Join(", ", shape)}] is {count} elements, and there are fewer.");

        var data = type == ElementType.Bytes ? ReadTexts(ref json, name, shape, count, jsonLength, memory) : ReadNumbers(ref json, name, type, shape, count, memory);
        return BinaryTensor.Cut(name ?? "", type, shape, data);
    }

    private static ReadOnlyMemory<byte> ReadNumbers(
        ref Utf8JsonReader json, string? name, ElementType type, ImmutableArray<long> shape, long count, RequestMemory memory)
    {
        var size = type.Size();
        var block = memory.Rent(checked((int)(count * size)));
        var free = block.AsSpan(0, (int)(count * size));
        Check(ref json, name, count);
        for (var nesting = new TensorNesting(name, shape, stackalloc long[TensorNesting.MaxDepth + 1]); ;)
        {
            switch (json.TokenType)
            {
                case JsonTokenType.StartArray:
                    nesting.Open();
                    break;
                case JsonTokenType.EndArray:
                    nesting.Close();
                    break;
                default:
                    nesting.Element();
                    if (free.IsEmpty) throw RequestFlaws.TooManyElements(name, count);
                    if (!TryRead(ref json, type, free)) throw RequestFlaws.NoElement(name, Excerpt(ref json), type);
                    free = free[size..];
                    break;
            }

            if (nesting.IsClosed) break;
            json.Read();
        }

        if (!free.IsEmpty) throw RequestFlaws.TooFewElements(name, count - (free.Length / size), count);
        return block.AsMemory(0, (int)(count * size));
    }

    // Texts become no longer by being unescaped, so the JSON's own length, and four bytes for each of their lengths, is room enough.
    private static ReadOnlyMemory<byte> ReadTexts(
        ref Utf8JsonReader json, string? name, ImmutableArray<long> shape, long count, int jsonLength, RequestMemory memory)
    {
        var block = memory.Rent(checked((int)(jsonLength - json.TokenStartIndex + (count * sizeof(uint)))));
        var (at, read) = (0, 0L);
        Check(ref json, name, count);
        for (var nesting = new TensorNesting(name, shape, stackalloc long[TensorNesting.MaxDepth + 1]); ;)
        {
            switch (json.TokenType)
            {
                case JsonTokenType.StartArray:
                    nesting.Open();
                    break;
                case JsonTokenType.EndArray:
                    nesting.Close();
                    break;
                case JsonTokenType.String:
                    nesting.Element();
                    if (++read > count) throw RequestFlaws.TooManyElements(name, count);
                    var length = json.CopyString(block.AsSpan(at + sizeof(uint)));
                    BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(at), (uint)length);
                    at += sizeof(uint) + length;
                    break;
                default:
                    throw Wrong(name, $"{Excerpt(ref json)} is no string, which is what BYTES are in JSON.");
            }

            if (nesting.IsClosed) break;
            json.Read();
        }

        if (read < count) throw RequestFlaws.TooFewElements(name, read, count);
        return block.AsMemory(0, at);
    }

    // A scalar may stand without its brackets.
    private static void Check(ref Utf8JsonReader json, string? name, long count)
    {
        if (json.TokenType != JsonTokenType.StartArray && count != 1) throw Wrong(name, "'data' must be an array.");
    }

    private static bool TryRead(ref Utf8JsonReader json, ElementType type, Span<byte> to) => type switch
    {
        ElementType.Float32 => TryReadSingle(ref json, out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.Float64 => TryReadDouble(ref json, out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.Bool => TryReadBool(ref json, out var value) && MemoryMarshal.TryWrite(to, value),
        _ when json.TokenType != JsonTokenType.Number => false,
        ElementType.Int64 => json.TryGetInt64(out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.Int32 => json.TryGetInt32(out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.Int16 => json.TryGetInt16(out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.Int8 => json.TryGetSByte(out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.UInt64 => json.TryGetUInt64(out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.UInt32 => json.TryGetUInt32(out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.UInt16 => json.TryGetUInt16(out var value) && MemoryMarshal.TryWrite(to, value),
        ElementType.UInt8 => json.TryGetByte(out var value) && MemoryMarshal.TryWrite(to, value),
        _ => false,
    };

    private static bool TryReadSingle(ref Utf8JsonReader json, out float value)
    {
        if (json.TokenType == JsonTokenType.Number) return json.TryGetSingle(out value) && float.IsFinite(value);

        var isNamed = TryReadNamed(ref json, out var named);
        value = (float)named;
        return isNamed;
    }

    private static bool TryReadDouble(ref Utf8JsonReader json, out double value) =>
        json.TokenType == JsonTokenType.Number ? json.TryGetDouble(out value) && double.IsFinite(value) : TryReadNamed(ref json, out value);

    // JSON has no numbers for these; the names are those of the JSON form of protocol buffers.
    private static bool TryReadNamed(ref Utf8JsonReader json, out double value)
    {
        value = json.TokenType != JsonTokenType.String ? 0
            : json.ValueTextEquals("NaN"u8) ? double.NaN
            : json.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity
            : json.ValueTextEquals("-Infinity"u8) ? double.NegativeInfinity
            : 0;
        return value != 0;
    }

    private static bool TryReadBool(ref Utf8JsonReader json, out byte value)
    {
        value = 0;
        switch (json.TokenType)
        {
            case JsonTokenType.True:
                value = 1;
                return true;
            case JsonTokenType.False:
                return true;
            case JsonTokenType.Number:
                return json.TryGetByte(out value) && value <= 1;
            default:
                return false;
        }
    }

    private static string Excerpt(ref Utf8JsonReader json)
    {
        const int Shown = 40;
        var text = System.Text.Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, Shown)]);
        return json.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.String => $"\"{text}\"",
            _ => text,
        };
    }

    private static ServingException Wrong(string? name, string flaw) => RequestFlaws.OfInput(name, flaw);
}
