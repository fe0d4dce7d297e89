namespace NeuronActors.Cluster.Transport;

/// <summary>One message of a <see cref="SharedCall"/>: what some of the requests that share it have to say at the moment.</summary>
internal sealed class FrameBatch
{
    /// <summary>A batch that has so many bytes takes no further entry, so that none waits for many others to be copied.</summary>
    public const int EnoughBytes = 64 * 1024;

    /// <summary>The most bytes of a batch: one byte less than enough, and the largest entry.</summary>
    public const int MostBytes = EnoughBytes + EnoughBytes + FrameBatchWire.EntryHeadBytes;

    private readonly List<FrameBatchEntry> _entries = [];

    /// <summary>What is in it, in the order in which it was said.</summary>
    public IReadOnlyList<FrameBatchEntry> Entries => _entries;

    /// <summary>Why what came in is no batch; null for a sound one.</summary>
    public string? Flaw { get; init; }

    /// <summary>Its bytes on the wire.</summary>
    public int Bytes { get; private set; }

    /// <summary>Puts an entry at its end.</summary>
    public void Add(FrameBatchEntry entry)
    {
        _entries.Add(entry);
        Bytes += FrameBatchWire.EntryHeadBytes + entry.Bytes.Length;
    }

    /// <summary>Empties one that has been written: the memory of its entries is used for others.</summary>
    public void Clear()
    {
        foreach (var entry in _entries) entry.Release();
        _entries.Clear();
        Bytes = 0;
    }
}
