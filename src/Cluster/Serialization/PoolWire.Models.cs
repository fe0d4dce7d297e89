using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Serialization;

/// <summary>What a model takes and gives.</summary>
internal static partial class PoolWire
{
    private const int LeastSpecBytes = 2 * sizeof(int);

    /// <summary>
    /// <c>MD1</c>: name | text format | spec[] inputs | spec[] outputs. A spec: text name | code type | i64[] dimensions, −1 for an open one |
    /// text?[] names of dimensions.
    /// </summary>
    private static void Write(ref WireWriter to, ModelDescription message)
    {
        to.Name(message.Model);
        to.Text(message.Format);
        to.Items(message.Signature.Inputs, Write);
        to.Items(message.Signature.Outputs, Write);
    }

    private static ModelDescription ReadDescription(ref WireReader from) =>
        new(
            from.Name(),
            from.Text(),
            new SubgraphSignature(from.Items(LeastSpecBytes, ReadSpec), from.Items(LeastSpecBytes, ReadSpec)));

    private static void Write(ref WireWriter to, TensorSpec spec)
    {
        to.Text(spec.Name);
        to.Code(WireCodes.Elements, spec.ElementType);
        to.Items(spec.Shape.Dimensions, static (ref to, dimension) => to.Long(dimension));
        to.Items(spec.DimensionNames, static (ref to, name) => to.OptionalText(name));
    }

    private static TensorSpec ReadSpec(ref WireReader from)
    {
        var name = from.Text();
        var type = from.Code(WireCodes.Elements);
        var dimensions = from.Items(sizeof(long), static (ref from) => from.Long());
        foreach (var dimension in dimensions)
        {
            if (dimension < TensorShape.Dynamic) throw from.Malformed($"a dimension is {dimension}");
        }

        return new TensorSpec(name, type, new TensorShape(dimensions))
        {
            DimensionNames = from.Items(sizeof(byte), static (ref from) => from.OptionalText()),
        };
    }
}
