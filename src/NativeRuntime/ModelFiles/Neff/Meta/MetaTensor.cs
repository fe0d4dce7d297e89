using System.Collections.Immutable;
using NeuronActors.NativeRuntime.ModelFiles.Bytes;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;

/// <summary>One tensor of a metaneff.</summary>
/// <param name="Spec">Its name, type and the shape that it was compiled for.</param>
/// <param name="AllowsDynamicBatch">
/// Whether the first dimension may be another: by running the graph several times, which is the caller's affair. The graph itself only
/// knows the compiled shape.
/// </param>
internal sealed record MetaTensor(TensorSpec Spec, bool AllowsDynamicBatch)
{
    private const int LargestRank = 32;
    private const int LongestName = 1024;

    /// <exception cref="FormatException">It is no such message, or describes no tensor.</exception>
    public static MetaTensor Read(ReadOnlySpan<byte> message, string role)
    {
        var name = ReadOnlySpan<byte>.Empty;
        var (type, dynamic, shape) = (0L, false, new List<long>());
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Bytes();
                    break;
                case 2:
                    reader.AddIntegers(shape, LargestRank);
                    break;
                case 3:
                    type = reader.Integer();
                    break;
                case 5:
                    dynamic = reader.Integer() != 0;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (name.IsEmpty || name.Length > LongestName || !FileText.TryName(name, out var text)) throw new FormatException($"an {role} has no name");

        var dimensions = shape.ToImmutableArray();
        if (dimensions.Any(dimension => dimension < 0))
        {
            throw new FormatException($"the {role} '{text}' has the shape [{string.Join(", ", dimensions)}], and a NEFF has fixed shapes");
        }

        var spec = new TensorSpec(text, TypeOf(type, role, text), new TensorShape(dimensions));
        RefuseUnlessCountable(spec, role);
        return new MetaTensor(spec, dynamic);
    }

    private static ElementType TypeOf(long type, string role, string name) => type switch
    {
        1 => ElementType.Float32,
        2 => ElementType.Int32,
        3 or 6 => ElementType.UInt8,
        4 => ElementType.Bytes,
        5 => ElementType.Bool,
        7 => ElementType.Int8,
        8 => ElementType.UInt16,
        9 => ElementType.Int16,
        10 => ElementType.Int64,
        12 => ElementType.Float16,
        13 => ElementType.Float64,
        14 => ElementType.BFloat16,
        _ => throw new FormatException($"the {role} '{name}' has the data type {type}, and known are 1 to 10 and 12 to 14"),
    };

    private static void RefuseUnlessCountable(TensorSpec spec, string role)
    {
        try
        {
            _ = checked(spec.Shape.ElementCount * Math.Max(1, spec.ElementType.Size()));
        }
        catch (OverflowException)
        {
            throw new FormatException($"the {role} {spec} is larger than any memory");
        }
    }
}
