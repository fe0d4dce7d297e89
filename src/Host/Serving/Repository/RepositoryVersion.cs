namespace NeuronActors.Node.Serving.Repository;

/// <summary>One version of a model as it is stored.</summary>
/// <param name="Number">1, 2, …; the highest is the default.</param>
/// <param name="Path">The file or folder to load.</param>
/// <param name="Stamp">Changes when what is stored there changes: sizes and times of its files.</param>
internal sealed record RepositoryVersion(long Number, string Path, string Stamp);
