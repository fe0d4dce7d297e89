namespace NeuronActors.Cluster.Files;

/// <summary>The books of a cache: what is in it, how large, how often in use and when last, and what has to go for something new. No disk.</summary>
internal sealed class CacheLedger(long maxBytes)
{
    private readonly Dictionary<ContentHash, Entry> _entries = [];

    // From the least to the most recently used.
    private readonly LinkedList<ContentHash> _byUse = new();

    /// <summary>The bytes of everything in it.</summary>
    public long Bytes { get; private set; }

    /// <summary>What is in it, from the least to the most recently used.</summary>
    public IEnumerable<ContentHash> Contents => _byUse;

    /// <summary>Whether it is in the cache, complete or on its way.</summary>
    public bool Has(ContentHash id) => _entries.ContainsKey(id);

    /// <summary>Whether somebody uses it now.</summary>
    public bool IsInUse(ContentHash id) => _entries.TryGetValue(id, out var entry) && entry.Uses > 0;

    /// <summary>Begins a use; makes an entry of no bytes where there is none.</summary>
    public void BeginUse(ContentHash id)
    {
        if (!_entries.TryGetValue(id, out var entry)) _entries[id] = entry = new Entry(_byUse.AddLast(id));

        entry.Uses++;
        Touch(entry);
    }

    /// <summary>Ends a use.</summary>
    /// <returns>How many are left.</returns>
    public int EndUse(ContentHash id)
    {
        var entry = _entries[id];
        Touch(entry);
        return --entry.Uses;
    }

    /// <summary>Tries to give an entry its bytes, in place of those it has.</summary>
    /// <param name="id">The entry; made if there is none.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="evicted">What had to leave the books for it. Nothing when it fails.</param>
    /// <returns>Whether there is room, or what is not in use could make it.</returns>
    public bool TryReserve(ContentHash id, long bytes, out ImmutableArray<ContentHash> evicted)
    {
        evicted = [];
        var own = _entries.TryGetValue(id, out var entry) ? entry.Bytes : 0;
        var tooMany = Bytes - own + bytes - maxBytes;
        var going = ImmutableArray.CreateBuilder<ContentHash>();
        foreach (var other in _byUse)
        {
            if (tooMany <= 0) break;
            if (other == id || _entries[other].Uses > 0) continue;

            tooMany -= _entries[other].Bytes;
            going.Add(other);
        }

        if (tooMany > 0) return false;

        foreach (var other in going) Remove(other);
        if (entry is null) _entries[id] = entry = new Entry(_byUse.AddLast(id));
        Bytes += bytes - own;
        entry.Bytes = bytes;
        evicted = going.DrainToImmutable();
        return true;
    }

    /// <summary>Takes an entry out.</summary>
    public void Remove(ContentHash id)
    {
        if (!_entries.Remove(id, out var entry)) return;

        _byUse.Remove(entry.Place);
        Bytes -= entry.Bytes;
    }

    private void Touch(Entry entry)
    {
        _byUse.Remove(entry.Place);
        _byUse.AddLast(entry.Place);
    }

    private sealed class Entry(LinkedListNode<ContentHash> place)
    {
        public LinkedListNode<ContentHash> Place { get; } = place;

        public long Bytes { get; set; }

        public int Uses { get; set; }
    }
}
