namespace NeuronActors.NativeRuntime.Tests.Cpu;

/// <summary>
/// Writes small ONNX files (onnx.proto, IR version 10, opset 21), also such as no exporter would write. A dimension is a number, or a
/// text for a symbolic name, or null for neither.
/// </summary>
internal sealed class OnnxModelBuilder
{
    private readonly ProtobufWriter _graph = new ProtobufWriter().Text(2, "graph");

    public OnnxModelBuilder Input(string name, OnnxType type, params object?[] dimensions) => Value(11, name, TensorType(type, dimensions));

    public OnnxModelBuilder Output(string name, OnnxType type, params object?[] dimensions) => Value(12, name, TensorType(type, dimensions));

    /// <summary>An input of a sequence of tensors.</summary>
    public OnnxModelBuilder SequenceInput(string name, OnnxType type) =>
        Value(11, name, new ProtobufWriter().Message(4, new ProtobufWriter().Message(1, TensorType(type, []))));

    /// <summary>An output of a sequence of tensors.</summary>
    public OnnxModelBuilder SequenceOutput(string name, OnnxType type) =>
        Value(12, name, new ProtobufWriter().Message(4, new ProtobufWriter().Message(1, TensorType(type, []))));

    /// <summary>A tensor of weights; its bytes are little-endian.</summary>
    public OnnxModelBuilder Weights(string name, OnnxType type, long[] dimensions, ReadOnlySpan<byte> bytes)
    {
        var tensor = new ProtobufWriter();
        foreach (var dimension in dimensions) tensor.Number(1, dimension);
        _graph.Message(5, tensor.Number(2, (int)type).Text(8, name).Bytes(9, bytes));
        return this;
    }

    public OnnxModelBuilder Node(string operation, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs) node.Text(1, input);
        foreach (var output in outputs) node.Text(2, output);
        node.Text(4, operation);
        foreach (var (name, value) in attributes)
        {
            const int IntegerAttribute = 2;
            node.Message(5, new ProtobufWriter().Text(1, name).Number(3, value).Number(20, IntegerAttribute));
        }

        _graph.Message(1, node);
        return this;
    }

    public byte[] Build() => new ProtobufWriter()
        .Number(1, 10)
        .Message(7, _graph)
        .Message(8, new ProtobufWriter().Text(1, "").Number(2, 21))
        .ToArray();

    private OnnxModelBuilder Value(int field, string name, ProtobufWriter type)
    {
        _graph.Message(field, new ProtobufWriter().Text(1, name).Message(2, type));
        return this;
    }

    private static ProtobufWriter TensorType(OnnxType type, object?[] dimensions)
    {
        var shape = new ProtobufWriter();
        foreach (var dimension in dimensions)
        {
            shape.Message(1, dimension switch
            {
                string name => new ProtobufWriter().Text(2, name),
                null => new ProtobufWriter(),
                _ => new ProtobufWriter().Number(1, Convert.ToInt64(dimension)),
            });
        }

        return new ProtobufWriter().Message(1, new ProtobufWriter().Number(1, (int)type).Message(2, shape));
    }
}
