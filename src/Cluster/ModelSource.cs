namespace NeuronActors.Cluster;

/// <summary>Where a model comes from.</summary>
/// <param name="Path">The path on the node that it was loaded from first.</param>
/// <param name="Sha256">The hash of the file in lower-case hexadecimal; null where only the path is known.</param>
public sealed record ModelSource(string Path, string? Sha256);
