namespace NeuronActors.Node.Serving.Repository;

/// <summary>What a load may say.</summary>
/// <param name="Config">A model configuration in JSON, in the place of the model's own; null leaves that in force.</param>
/// <param name="Placement">Onto which cores; null leaves that to the configuration.</param>
internal sealed record LoadRequest(string? Config = null, PlacementChoice? Placement = null)
{
    /// <summary>Whether it says nothing: a load like that of what is loaded already, and unchanged, has nothing to do.</summary>
    public bool IsPlain => Config is null && Placement is null;

    /// <summary>Takes it out of the parameters of a front end.</summary>
    /// <exception cref="ServingException">A parameter is unknown, or is something that this node does not do.</exception>
    public static LoadRequest From(IReadOnlyDictionary<string, object> parameters)
    {
        if (parameters.Keys.Any(key => key.StartsWith("file:", StringComparison.Ordinal)))
        {
            throw new ServingException(ServingError.Unsupported("Model files come from the repository; they cannot be sent with a load."));
        }

        var reader = new ParameterReader(parameters);
        var request = new LoadRequest(reader.Text("config"), PlacementChoice.From(reader));
        reader.End("'config', 'start_nc', 'nc_count', 'multicore', 'scope', 'node' and 'pool_version'");
        return request;
    }
}
