using System.Collections.Immutable;
using System.Text.Json;
using NeuronActors.NativeRuntime.Simulated.Durations;
using NeuronActors.NativeRuntime.Tensors;
using TensorDocument = NeuronActors.NativeRuntime.Simulated.Models.SimulatedModelDocument.TensorDocument;

namespace NeuronActors.NativeRuntime.Simulated.Models;

/// <summary>
/// Reads a <c>.sim.json</c> file:
/// <code>
/// {
///   "inputs":  [{ "name": "x", "datatype": "FP32", "shape": [-1, 4] }],
///   "outputs": [{ "name": "y", "datatype": "FP32", "shape": [-1, 4], "from": "x" }],
///   "memory": "96MiB",
///   "load_time": "20ms",
///   "execution_time": "normal(5ms,1ms)"
/// }
/// </code>
/// Datatypes are those of the Open Inference Protocol, −1 is a dynamic dimension. <c>from</c> makes an output a copy of an input of the
/// same datatype and shape; an output without it is zeros, see <see cref="ZeroOutput"/>. <c>memory</c> is text or a number of bytes, 0 by
/// default; the two times are <see cref="Distribution"/>s, those of the runtime's options by default.
/// </summary>
internal static class SimulatedModelFile
{
    /// <exception cref="FormatException">The text is no such file, and why.</exception>
    public static SimulatedModel Parse(ReadOnlySpan<byte> utf8)
    {
        var document = Deserialize(utf8);
        if (document.Outputs.Count == 0) throw new FormatException("a subgraph needs an output");
        if (document.Inputs.FirstOrDefault(input => input.From is not null) is { } odd)
        {
            throw new FormatException($"the input '{odd.Name}' has a 'from', which is for outputs");
        }

        var signature = new SubgraphSignature(Specs(document.Inputs, "input"), Specs(document.Outputs, "output"));
        return new SimulatedModel(
            signature,
            [.. document.Outputs.Select((output, i) => Source(signature.Outputs[i], output.From, signature.Inputs))],
            Memory(document.Memory),
            document.LoadTime is { } load ? Distribution.Parse(load) : null,
            document.ExecutionTime is { } execution ? Distribution.Parse(execution) : null);
    }

    private static SimulatedModelDocument Deserialize(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, SimulatedModelJson.Default.SimulatedModelDocument)
                ?? throw new FormatException("the file holds null, and no object");
        }
        catch (JsonException malformed)
        {
            throw new FormatException(malformed.Message, malformed);
        }
    }

    private static ImmutableArray<TensorSpec> Specs(IReadOnlyList<TensorDocument> tensors, string role)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (tensor is null) throw new FormatException($"an {role} is null");
            if (!names.Add(tensor.Name)) throw new FormatException($"two {role}s are called '{tensor.Name}'");
        }

        return [.. tensors.Select(tensor => Spec(tensor, role))];
    }

    private static TensorSpec Spec(TensorDocument tensor, string role)
    {
        if (!ElementTypeExtensions.TryParseOip(tensor.Datatype, out var type))
        {
            throw new FormatException($"the {role} '{tensor.Name}' has the datatype '{tensor.Datatype}', which does not exist");
        }

        if (tensor.Shape.FirstOrDefault(dimension => dimension < TensorShape.Dynamic) is < 0 and var negative)
        {
            throw new FormatException($"the {role} '{tensor.Name}' has a dimension of {negative}");
        }

        return new TensorSpec(tensor.Name, type, new TensorShape(tensor.Shape.ToArray()));
    }

    private static int? Source(TensorSpec output, string? from, ImmutableArray<TensorSpec> inputs)
    {
        if (from is null) return null;

        for (var i = 0; i < inputs.Length; i++)
        {
            var input = inputs[i];
            if (!string.Equals(input.Name, from, StringComparison.Ordinal)) continue;

            return input.ElementType == output.ElementType && input.Shape == output.Shape
                ? i
                : throw new FormatException($"the output {output} cannot be a copy of the input {input}, which is another type or shape");
        }

        throw new FormatException($"the output '{output.Name}' is from '{from}', and there is no such input");
    }

    private static long Memory(JsonElement? memory) => memory switch
    {
        null => 0,
        { ValueKind: JsonValueKind.String } text => MemoryText.Parse(text.GetString()!),
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var bytes) && bytes >= 0 => bytes,
        { } other => throw new FormatException($"{other.GetRawText()} is not an amount of memory such as \"96MiB\" or a number of bytes"),
    };
}
