namespace NeuronActors.Node.Serving.Repository;

/// <summary>Where models are, and what of them is loaded.</summary>
/// <param name="Roots">Folders of models, or single models; of one name the first counts.</param>
/// <param name="Mode">Who decides what is loaded.</param>
internal sealed record RepositorySettings(ImmutableArray<string> Roots, ModelControlMode Mode)
{
    /// <summary>What to load at the start with <see cref="ModelControlMode.Explicit"/>.</summary>
    public ImmutableArray<string> LoadAtStart { get; init; } = [];

    /// <summary>Where models go that are loaded without a placement; the default is the least used core.</summary>
    public PlacementChoice? Placement { get; init; }

    /// <summary>How often the folders are read with <see cref="ModelControlMode.Poll"/>.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(15);
}
