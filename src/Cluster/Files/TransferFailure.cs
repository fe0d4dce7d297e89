namespace NeuronActors.Cluster.Files;

/// <summary>Why a model's files could not be had.</summary>
internal enum TransferFailure
{
    /// <summary>There is nothing at the path, or something that is no model and can be none.</summary>
    BadModel,

    /// <summary>A list of files is damaged, or names what must not be named.</summary>
    BadManifest,

    /// <summary>No source had the files, or none got to the end with the right bytes.</summary>
    NoSource,

    /// <summary>The cache has no room, and everything in it is in use; or the model is larger than the cache.</summary>
    CacheFull,

    /// <summary>The disk failed, or is full.</summary>
    Disk,
}
