namespace NeuronActors.Cluster.Files;

/// <summary>A node that may have the files of a model.</summary>
internal interface IModelFileSource
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>The bytes of the list of a model's files, unchecked.</summary>
    /// <exception cref="ModelSourceException">It has none, or is not to be reached.</exception>
    Task<byte[]> ManifestAsync(ContentHash id, CancellationToken ct);

    /// <summary>The bytes of a file from an offset on, unchecked. Whoever takes a chunk disposes it.</summary>
    /// <exception cref="ModelSourceException">It has no such file, or the way to it broke.</exception>
    IAsyncEnumerable<FileChunk> ReadAsync(ContentHash file, long offset, CancellationToken ct);
}
