namespace NeuronActors.Node.Serving.Repository.Uploads;

/// <summary>What bounds the files that come with loads.</summary>
/// <param name="MaxBytes">How much they may take on disk, those of all models together.</param>
internal sealed record UploadLimits(long MaxBytes);
