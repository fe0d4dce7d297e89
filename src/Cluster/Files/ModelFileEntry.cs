namespace NeuronActors.Cluster.Files;

/// <summary>One file of a model.</summary>
/// <param name="Name">Its path below the model, with <c>/</c> between; the file's own name where the model is one file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Hash">Their SHA-256.</param>
internal sealed record ModelFileEntry(string Name, long Size, ContentHash Hash);
