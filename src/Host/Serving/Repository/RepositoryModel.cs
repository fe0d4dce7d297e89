namespace NeuronActors.Node.Serving.Repository;

/// <summary>A model as it is stored.</summary>
/// <param name="Name">Its name: that of its folder or file.</param>
/// <param name="Folder">The folder that holds its versions; null for a model that is a single file or has no version folders.</param>
/// <param name="Versions">Its versions, lowest first.</param>
internal sealed record RepositoryModel(string Name, string? Folder, ImmutableArray<RepositoryVersion> Versions)
{
    /// <summary>Why it cannot be loaded at all; null when it can be tried.</summary>
    public string? Flaw { get; init; }

    /// <summary>The file with the settings that it is loaded with when the caller brings none; null when there is none.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Changes when anything of it changes.</summary>
    public string Stamp => string.Join('|', Versions.Select(version => $"{version.Number}:{version.Stamp}").Append(SettingsFile is null ? "" : StoredFiles.StampOf(SettingsFile)));
}
