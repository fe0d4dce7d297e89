namespace NeuronActors.Node.Serving;

/// <summary>What a node says of itself.</summary>
/// <param name="Name">The name of the program.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">The extensions of the protocol that it speaks, all of them.</param>
internal sealed record ServerMetadata(string Name, string Version, ImmutableArray<string> Extensions)
{
    public static readonly ServerMetadata Own = new(
        "neuron-actors",
        typeof(ServerMetadata).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        ["model_repository", "schedule_policy", "model_configuration", "binary_tensor_data", "parameters", "statistics", "neuron_placement"]);
}
