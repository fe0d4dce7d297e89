namespace NeuronActors.Cluster.Files;

/// <summary>Asks another node for a list of files, or for a file.</summary>
/// <param name="Hash">The model's id, or the file's hash.</param>
/// <param name="Offset">Where in the file to begin. Negative when what came in is no request.</param>
internal sealed record FileRequest(ContentHash Hash, long Offset);
