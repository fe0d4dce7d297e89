using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Serving.Placement;

/// <summary>A move of a model that serves.</summary>
/// <param name="Cores">Where to.</param>
/// <param name="Subgraph">The one subgraph to move; null moves all.</param>
/// <param name="Policy">The order of its halves; null takes the configured one.</param>
internal sealed record MoveRequest(PlacementChoice Cores, string? Subgraph = null, MovePolicy? Policy = null)
{
    /// <summary>Takes it out of the parameters of a front end.</summary>
    /// <exception cref="ServingException">One is unknown, of the wrong type, or missing.</exception>
    public static MoveRequest From(IReadOnlyDictionary<string, object> parameters)
    {
        var reader = new ParameterReader(parameters);
        var cores = PlacementChoice.From(reader);
        var request = new MoveRequest(cores ?? new PlacementChoice(), reader.Text("subgraph"), PolicyOf(reader.Text("policy")));
        reader.End("'start_nc', 'nc_count', 'multicore', 'subgraph', 'policy', 'scope', 'node' and 'pool_version'");
        return cores is not { NamesCores: true }
            ? throw new ServingException(ServingError.Invalid("A move needs 'start_nc', 'nc_count' or 'multicore'."))
            : request;
    }

    private static MovePolicy? PolicyOf(string? text) => text switch
    {
        null => null,
        "unload-then-load" => MovePolicy.UnloadThenLoad,
        "load-then-unload" => MovePolicy.LoadThenUnload,
        _ => throw new ServingException(ServingError.Invalid($"'{text}' is no policy of a move; there are unload-then-load and load-then-unload.")),
    };
}
