namespace NeuronActors.Node.Serving.Repository.Uploads;

/// <summary>The files of one model as they came with one load, in a folder of their own.</summary>
/// <param name="Folder">The folder; it is laid out as a repository with this one model.</param>
/// <param name="Bytes">What they take.</param>
internal sealed record ModelUpload(string Folder, long Bytes)
{
    /// <summary>The model in it.</summary>
    public RepositoryModel Read() => RepositoryScan.Read([Folder])[0];
}
