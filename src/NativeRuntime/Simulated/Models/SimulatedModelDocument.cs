using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuronActors.NativeRuntime.Simulated.Models;

/// <summary>A <c>.sim.json</c> file as it is written; <see cref="SimulatedModelFile"/> says what its keys mean.</summary>
internal sealed record SimulatedModelDocument
{
    // A setter, because the generated reader sets an init property that the file leaves out to null.
    public IReadOnlyList<TensorDocument> Inputs { get; set; } = [];

    public required IReadOnlyList<TensorDocument> Outputs { get; init; }

    public JsonElement? Memory { get; init; }

    public string? LoadTime { get; init; }

    public string? ExecutionTime { get; init; }

    internal sealed record TensorDocument
    {
        public required string Name { get; init; }

        public required string Datatype { get; init; }

        public required IReadOnlyList<long> Shape { get; init; }

        public string? From { get; init; }
    }
}

/// <summary>Reads the document without reflection; unknown keys, keys given twice and nulls where a value must be are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SimulatedModelDocument))]
internal sealed partial class SimulatedModelJson : JsonSerializerContext;
