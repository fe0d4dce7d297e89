namespace NeuronActors.Node.Serving.Models;

/// <summary>The configuration of a version of a model, as the protocol's <c>ModelConfig</c> shows it.</summary>
/// <param name="Served">The version; its settings and its signature.</param>
/// <param name="Replicas">How many replicas its first subgraph has.</param>
internal sealed record ModelConfigView(ServedVersion Served, int Replicas)
{
    /// <summary>What of an input or output the configuration says besides name and shape: <c>TYPE_FP32</c>.</summary>
    public static string DataTypeOf(ElementType type) => type == ElementType.Bytes ? "TYPE_STRING" : $"TYPE_{type.OipName()}";

    /// <summary>The number that <c>model_config.proto</c> gives the type.</summary>
    public static int DataTypeNumberOf(ElementType type) => type switch
    {
        ElementType.Bool => 1,
        ElementType.UInt8 => 2,
        ElementType.UInt16 => 3,
        ElementType.UInt32 => 4,
        ElementType.UInt64 => 5,
        ElementType.Int8 => 6,
        ElementType.Int16 => 7,
        ElementType.Int32 => 8,
        ElementType.Int64 => 9,
        ElementType.Float16 => 10,
        ElementType.Float32 => 11,
        ElementType.Float64 => 12,
        ElementType.Bytes => 13,
        ElementType.BFloat16 => 14,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type."),
    };

    // Shapes are shown whole, first dimension included: so there is no batch that the server would add.
    public static int MaxBatchSize => 0;
}
