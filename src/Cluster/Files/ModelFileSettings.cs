namespace NeuronActors.Cluster.Files;

/// <summary>Where model files of other nodes are kept, and how many.</summary>
/// <param name="CacheDirectory">A folder of this process alone.</param>
internal sealed record ModelFileSettings(string CacheDirectory)
{
    /// <summary>The bytes that the cache may take, files on their way included. The least recently used go first.</summary>
    public long MaxBytes { get; init; } = 64L * 1024 * 1024 * 1024;

    /// <summary>A source that gives nothing for so long is left for another one.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Checks every value, and returns this.</summary>
    /// <exception cref="ArgumentException">One is out of bounds; which one, and what is allowed.</exception>
    public ModelFileSettings Validate()
    {
        if (string.IsNullOrWhiteSpace(CacheDirectory)) throw new ArgumentException("cache-directory is empty, and must be a folder.");
        if (MaxBytes < 1) throw new ArgumentException($"max-bytes is {MaxBytes}, and must be at least 1.");
        if (StallTimeout <= TimeSpan.Zero || StallTimeout > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"stall-timeout is {StallTimeout}, and must be above zero and at most one day.");
        }

        return this;
    }
}
