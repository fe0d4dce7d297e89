using NeuronActors.Cluster.Files;

namespace NeuronActors.Cluster;

/// <summary>Where a model comes from.</summary>
/// <param name="Path">The path on the node that it was loaded from first.</param>
/// <param name="Files">
/// The id of its files, the hash of the list of them: whoever has it can have the files from any node that has them, and check them. Null
/// where no node could read them; then every node is expected to have the model at the path.
/// </param>
internal sealed record ModelSource(string Path, ContentHash? Files);
