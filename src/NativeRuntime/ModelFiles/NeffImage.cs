namespace NeuronActors.NativeRuntime.ModelFiles;

/// <summary>The bytes of a NEFF, wherever they are kept.</summary>
internal static class NeffImage
{
    /// <summary>Reads the NEFF of a subgraph whole. Blocks.</summary>
    /// <exception cref="ModelFileException">It cannot be read, and why.</exception>
    public static ReadOnlyMemory<byte> Read(SubgraphFile subgraph)
    {
        try
        {
            return File.ReadAllBytes(subgraph.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(subgraph.Path, $"the file cannot be read: {e.Message}");
        }
    }
}
