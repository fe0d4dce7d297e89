using System.Text;
using System.Text.Json;
using NeuronActors.NativeRuntime.ModelFiles;
using NeuronActors.NativeRuntime.ModelFiles.Inspection;

namespace NeuronActors.Node.Inspect;

/// <summary>A model file as one JSON object. What a file does not say is null.</summary>
internal static class InspectJson
{
    public static string Of(ModelInspection model) => Write(json =>
    {
        json.WriteString("format", NameOf(model.Format));
        json.WriteStartArray("subgraphs");
        foreach (var subgraph in model.Subgraphs) WriteSubgraph(json, subgraph);
        json.WriteEndArray();
        json.WriteString("forward", NameOf(model.Forward));
        json.WriteStartArray("host_operators");
        foreach (var operation in model.HostOperators) json.WriteStringValue(operation);
        json.WriteEndArray();
    });

    public static string OfError(string message) => Write(json => json.WriteString("error", message));

    /// <summary>The word of a format.</summary>
    public static string NameOf(ModelFormat format) => format switch
    {
        ModelFormat.TorchScript => "torchscript",
        ModelFormat.Neff => "neff",
        ModelFormat.Onnx => "onnx",
        ModelFormat.Simulated => "simulated",
        ModelFormat.Folder => "folder",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
    };

    private static string NameOf(ForwardKind kind) => kind switch
    {
        ForwardKind.Chain => "chain",
        ForwardKind.HostOperators => "host-operators",
        ForwardKind.None => "none",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    private static void WriteSubgraph(Utf8JsonWriter json, InspectedSubgraph subgraph)
    {
        json.WriteStartObject();
        json.WriteString("name", subgraph.Name);
        json.WriteBoolean("used_in_forward", subgraph.IsUsedInForward);
        if (subgraph is { Neff: { } neff, Digest: { } digest })
        {
            json.WriteStartObject("neff");
            json.WriteString("name", neff.Header.Name);
            json.WriteString("sha256", digest.Sha256);
            json.WriteNumber("size", neff.Size);
            json.WriteString("uuid", neff.Header.Uuid);
            json.WriteNumber("feature_bits", neff.Header.FeatureBits);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("neff");
        }

        WriteTensors(json, "inputs", subgraph.Inputs);
        WriteTensors(json, "outputs", subgraph.Outputs);
        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, string name, ImmutableArray<InspectedTensor> tensors)
    {
        json.WriteStartArray(name);
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            if (tensor.Shape is { } shape)
            {
                json.WriteStartArray("shape");
                foreach (var dimension in shape.Dimensions) json.WriteNumberValue(dimension);
                json.WriteEndArray();
            }
            else
            {
                json.WriteNull("shape");
            }

            json.WriteString("dtype", tensor.ElementType?.OipName());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Write(Action<Utf8JsonWriter> writeMembers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
