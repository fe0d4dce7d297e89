namespace NeuronActors.Node.Serving.Repository.Uploads;

/// <summary>Whose files that come with loads are, and what bounds them.</summary>
/// <param name="Node">The name of the node.</param>
/// <param name="MaxBytes">How much they may take on disk, those of all models together.</param>
internal sealed record UploadSettings(string Node, long MaxBytes);
