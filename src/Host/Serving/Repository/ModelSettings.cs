namespace NeuronActors.Node.Serving.Repository;

/// <summary>How a model is loaded: its own settings file, or what the load overrides it with.</summary>
internal sealed record ModelSettings
{
    public static readonly ModelSettings Default = new();

    /// <summary>What it was read from; null for the default.</summary>
    public string? Text { get; init; }

    /// <summary>Which versions.</summary>
    public VersionPolicy Versions { get; init; } = new();

    /// <summary>The file of a version to load; null takes the usual one.</summary>
    public string? FileName { get; init; }

    /// <summary>Onto which cores; null means the node's default.</summary>
    public PlacementChoice? Placement { get; init; }

    /// <summary>The parameters as they were given, to be shown again.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
