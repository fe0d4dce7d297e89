using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuronActors.Node.Client.Answers;

/// <summary>JSON as a node speaks it, and as commands print it: snake_case.</summary>
internal static class NodeJson
{
    /// <summary>What is read and sent. What is not known is passed over, so that a newer node can be talked to.</summary>
    public static readonly JsonSerializerOptions Read = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>What is printed.</summary>
    public static readonly JsonSerializerOptions Printed = new(Read) { WriteIndented = true };
}
