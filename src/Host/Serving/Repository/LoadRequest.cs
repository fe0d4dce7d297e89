using NeuronActors.Node.Serving.Repository.Uploads;

namespace NeuronActors.Node.Serving.Repository;

/// <summary>What a load may say.</summary>
/// <param name="Config">A model configuration in JSON, in the place of the model's own; null leaves that in force.</param>
/// <param name="Placement">Onto which cores; null leaves that to the configuration.</param>
internal sealed record LoadRequest(string? Config = null, PlacementChoice? Placement = null)
{
    /// <summary>The model itself, instead of what the repository has under its name; empty leaves it to the repository.</summary>
    public ImmutableArray<UploadedFile> Files { get; init; } = [];

    /// <summary>Whether it says nothing: a load like that of what is loaded already, and unchanged, has nothing to do.</summary>
    public bool IsPlain => Config is null && Placement is null && Files.IsEmpty;

    /// <summary>Takes it out of the parameters of a front end.</summary>
    /// <exception cref="ServingException">A parameter is unknown, or is something that this node does not do.</exception>
    public static LoadRequest From(IReadOnlyDictionary<string, object> parameters)
    {
        var files = UploadedFile.From(parameters);
        var reader = new ParameterReader(parameters);
        var request = new LoadRequest(reader.Text("config"), PlacementChoice.From(reader)) { Files = files };
        if (!files.IsEmpty && request.Config is null) throw new ServingException(ServingError.Invalid("Files that come with a load need a 'config' beside them; '{}' will do."));

        reader.End("'config', 'start_nc', 'nc_count', 'multicore', 'scope', 'node', 'pool_version' and 'file:VERSION/NAME'", but: UploadedFile.Prefix);
        return request;
    }
}
