using System.Text.Json;

namespace NeuronActors.Node.Client.Infer;

/// <summary>The result of an inference.</summary>
/// <param name="ModelName">Who answered.</param>
/// <param name="ModelVersion">Its version.</param>
/// <param name="NeuronCore">The cores that ran it, joined by commas.</param>
/// <param name="NeuronNode">Their node.</param>
/// <param name="Outputs">The outputs.</param>
internal sealed record InferReply(string ModelName, string ModelVersion, string NeuronCore, string NeuronNode, ImmutableArray<NamedTensor> Outputs)
{
    /// <summary>Reads an answer: JSON, and behind it the outputs as bytes.</summary>
    /// <exception cref="ClientException">It is none.</exception>
    public static InferReply Read(ReadOnlyMemory<byte> body, int jsonLength)
    {
        try
        {
            using var json = JsonDocument.Parse(body[..jsonLength]);
            var root = json.RootElement;
            var parameters = root.TryGetProperty("parameters", out var given) ? given : default;
            return new InferReply(
                TextOf(root, "model_name"), TextOf(root, "model_version"), TextOf(parameters, "neuron_core"), TextOf(parameters, "neuron_node"),
                ReadOutputs(root.GetProperty("outputs"), body[jsonLength..]));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new ClientException($"The node's answer cannot be understood: {malformed.Message}");
        }
    }

    private static ImmutableArray<NamedTensor> ReadOutputs(JsonElement outputs, ReadOnlyMemory<byte> tensors)
    {
        var named = ImmutableArray.CreateBuilder<NamedTensor>();
        foreach (var output in outputs.EnumerateArray())
        {
            var (name, datatype) = (TextOf(output, "name"), TextOf(output, "datatype"));
            if (!ElementTypeExtensions.TryParseOip(datatype, out var type)) throw new JsonException($"'{name}' is of type {datatype}.");

            var size = output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32();
            var shape = output.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt64()).ToImmutableArray();
            named.Add(new NamedTensor(name, new Tensor(type, new TensorShape(shape), tensors[..size])));
            tensors = tensors[size..];
        }

        return named.ToImmutable();
    }

    private static string TextOf(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value.ToString() : "";
}
