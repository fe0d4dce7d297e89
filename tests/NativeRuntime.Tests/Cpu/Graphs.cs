namespace NeuronActors.NativeRuntime.Tests.Cpu;

/// <summary>Graphs that more than one spec needs.</summary>
internal static class Graphs
{
    /// <summary>y = x, of one dynamic dimension <c>n</c>.</summary>
    public static OnnxModelBuilder Identity(OnnxType type) => Elementwise("Identity", type);

    /// <summary>y = −x, of one dynamic dimension <c>n</c>.</summary>
    public static OnnxModelBuilder Negation() => Elementwise("Neg");

    /// <summary>y = operation(x), of one dynamic dimension <c>n</c>.</summary>
    public static OnnxModelBuilder Elementwise(string operation, OnnxType type = OnnxType.Float) => new OnnxModelBuilder()
        .Input("x", type, "n")
        .Output("y", type, "n")
        .Node(operation, ["x"], ["y"]);

    /// <summary>y = x[indices]; fails where an index is outside of −4 … 3.</summary>
    public static OnnxModelBuilder Gather() => new OnnxModelBuilder()
        .Input("x", OnnxType.Float, 4)
        .Input("indices", OnnxType.Int64, "n")
        .Output("y", OnnxType.Float, "n")
        .Node("Gather", ["x", "indices"], ["y"]);
}
