using System.Text.Json;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>A model configuration as JSON, in the keys of the protocol's <c>ModelConfig</c>. It may be sent back with a load.</summary>
internal static class ModelConfigJson
{
    public static void Write(Utf8JsonWriter json, ModelConfigView config)
    {
        var served = config.Served;
        json.WriteStartObject();
        json.WriteString("name", served.Name);
        json.WriteString("platform", served.Platform);
        json.WriteString("backend", "neuron");
        json.WritePropertyName("version_policy");
        WritePolicy(json, served.Settings.Versions);
        json.WriteNumber("max_batch_size", ModelConfigView.MaxBatchSize);
        WriteTensors(json, "input", served.Signature.Inputs);
        WriteTensors(json, "output", served.Signature.Outputs);
        json.WriteStartArray("instance_group");
        json.WriteStartObject();
        json.WriteString("name", served.Name);
        json.WriteString("kind", "KIND_MODEL");
        json.WriteNumber("count", config.Replicas);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("default_model_filename", served.Settings.FileName ?? "");
        WriteParameters(json, served.Settings);
        json.WriteStartObject("model_transaction_policy");
        json.WriteBoolean("decoupled", false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter json, VersionPolicy policy)
    {
        json.WriteStartObject();
        if (!policy.Specific.IsDefault)
        {
            json.WriteStartObject("specific");
            json.WriteStartArray("versions");
            foreach (var version in policy.Specific) json.WriteNumberValue(version);
            json.WriteEndArray();
        }
        else if (policy.Latest == 0)
        {
            json.WriteStartObject("all");
        }
        else
        {
            json.WriteStartObject("latest");
            json.WriteNumber("num_versions", policy.Latest);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, string name, ImmutableArray<TensorSpec> tensors)
    {
        json.WriteStartArray(name);
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteString("data_type", ModelConfigView.DataTypeOf(tensor.ElementType));
            json.WriteStartArray("dims");
            foreach (var dimension in tensor.Shape.Dimensions) json.WriteNumberValue(dimension);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, ModelSettings settings)
    {
        json.WriteStartObject("parameters");
        foreach (var (key, value) in settings.Parameters)
        {
            json.WriteStartObject(key);
            json.WriteString("string_value", value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
