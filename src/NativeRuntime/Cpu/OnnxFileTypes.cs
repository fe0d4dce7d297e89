using System.Text;
using OnnxElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>
/// Looks into an ONNX file that ONNX Runtime did not open, for an input or output of a type that explains it: its own message
/// names neither. Follows <c>onnx.proto</c>; weights are skipped, not read.
/// </summary>
internal static class OnnxFileTypes
{
    private const int ModelGraph = 7;
    private const int GraphInput = 11;
    private const int GraphOutput = 12;

    /// <summary>What is unusual about the first such input or output; null when nothing is, or the file is damaged.</summary>
    public static string? FindUnsupported(string path)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            foreach (var (field, length) in Fields(reader, reader.BaseStream.Length))
            {
                if (field == ModelGraph && FindInGraph(reader, length) is { } found) return found;
            }
        }
        catch (Exception error) when (error
            is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or OverflowException)
        {
            // Damaged: what ONNX Runtime says about it is all there is to say.
        }

        return null;
    }

    private static string? FindInGraph(BinaryReader reader, long length)
    {
        foreach (var (field, valueLength) in Fields(reader, length))
        {
            if (field is not (GraphInput or GraphOutput)) continue;

            var (name, type) = ReadValueInfo(reader, valueLength);
            if (type is not null) return $"{(field == GraphInput ? "input" : "output")} '{name}' is of the unsupported type {type}";
        }

        return null;
    }

    private static (string Name, string? UnsupportedType) ReadValueInfo(BinaryReader reader, long length)
    {
        var (name, type) = ("", (string?)null);
        foreach (var (field, fieldLength) in Fields(reader, length))
        {
            if (field == 1) name = Encoding.UTF8.GetString(reader.ReadBytes(checked((int)fieldLength)));
            if (field == 2) type = ReadUnsupportedType(reader, fieldLength);
        }

        return (name, type);
    }

    private static string? ReadUnsupportedType(BinaryReader reader, long length)
    {
        foreach (var (kind, kindLength) in Fields(reader, length))
        {
            if (kind == 4) return "sequence";
            if (kind == 5) return "map";
            if (kind == 8) return "sparse tensor";
            if (kind == 9) return "optional";
            if (kind != 1) continue;

            foreach (var (field, number) in Fields(reader, kindLength))
            {
                if (field == 1 && OnnxElementTypes.FromOnnx((OnnxElementType)number) is null) return NameOf(number);
            }
        }

        return null;
    }

    private static string NameOf(long elementType) => elementType switch
    {
        14 => "complex64",
        15 => "complex128",
        17 => "float8e4m3fn",
        18 => "float8e4m3fnuz",
        19 => "float8e5m2",
        20 => "float8e5m2fnuz",
        21 => "uint4",
        22 => "int4",
        23 => "float4e2m1",
        _ => $"number {elementType}",
    };

    /// <summary>
    /// The fields of a protobuf message that begins at the reader's position: number and value, or length for those that have
    /// one. The reader stands at their content then, and whatever is read of it, the next field is found.
    /// </summary>
    private static IEnumerable<(int Field, long Value)> Fields(BinaryReader reader, long length)
    {
        var stream = reader.BaseStream;
        var end = stream.Position + length;
        while (stream.Position < end)
        {
            var key = reader.Read7BitEncodedInt64();
            var isLengthDelimited = (key & 7) == 2;
            var value = (key & 7) switch
            {
                0 or 2 => reader.Read7BitEncodedInt64(),
                1 => reader.ReadInt64(),
                5 => reader.ReadInt32(),
                _ => throw new InvalidDataException("No such wire type."),
            };
            var next = isLengthDelimited ? checked(stream.Position + value) : stream.Position;
            if (next < stream.Position || next > end) throw new InvalidDataException("A field ends beyond its message.");

            yield return ((int)(key >> 3), value);
            stream.Position = next;
        }
    }
}
