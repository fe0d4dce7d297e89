namespace NeuronActors.Node.Serving.Models;

/// <summary>A model with all of its versions that are loaded; at least one.</summary>
/// <param name="Name">The name that clients use.</param>
/// <param name="Versions">Its versions, lowest first.</param>
internal sealed record ServedModel(string Name, ImmutableArray<ServedVersion> Versions)
{
    /// <summary>The version that serves requests that name none: the highest.</summary>
    public ServedVersion Default => Versions[^1];

    /// <summary>The version of a number; null when it is not loaded.</summary>
    public ServedVersion? Find(long version)
    {
        foreach (var candidate in Versions)
        {
            if (candidate.Version == version) return candidate;
        }

        return null;
    }
}
