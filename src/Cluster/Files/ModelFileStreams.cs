namespace NeuronActors.Cluster.Files;

/// <summary>How files of models are opened.</summary>
internal static class ModelFileStreams
{
    /// <summary>To be read from start to end. It may be deleted meanwhile: who reads it still gets to its end.</summary>
    public static FileStream OpenToRead(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    });

    /// <summary>A file that is on its way, to be gone on with where it ends.</summary>
    public static Stream OpenPart(string path) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        Options = FileOptions.Asynchronous,
        BufferSize = 0,
    });
}
