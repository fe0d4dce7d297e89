namespace NeuronActors.NativeRuntime.ModelFiles.Bytes;

/// <summary>
/// Remembers what was found out about parts of files by reading them from end to end, so that a file of gigabytes is read in this way once and not
/// at every load, move and poll of a repository. Thread-safe.
/// </summary>
/// <remarks>
/// A part is known again by its file, the length and time of last change of that, its own place, and a mark that stands in front of it or is kept
/// elsewhere: a checksum, a hash, an id. A file that was changed a moment ago is not remembered, because it may be changed again within what the
/// file system can tell apart.
/// </remarks>
/// <typeparam name="T">What was found out.</typeparam>
internal sealed class PartMemory<T>(int most, TimeProvider? time = null)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<Key, T> _known = [];
    private readonly Queue<Key> _inOrder = [];

    /// <summary>What is known of a part, or else what a reading of it finds.</summary>
    public T GetOrRead(ByteSource part, string mark, Func<T> read)
    {
        if (part.Origin is not (FileBytes file, var offset) || _time.GetUtcNow().UtcDateTime - file.LastWrite < Settled) return read();

        var key = new Key(file.Path, file.Length, file.LastWrite, offset, part.Length, mark);
        lock (_lock)
        {
            if (_known.TryGetValue(key, out var known)) return known;
        }

        var found = read();
        if (!file.IsUnchanged()) return found;
        lock (_lock)
        {
            if (!_known.TryAdd(key, found)) return found;
            _inOrder.Enqueue(key);
            if (_inOrder.Count > most) _known.Remove(_inOrder.Dequeue());
        }

        return found;
    }

    private readonly record struct Key(string Path, long FileLength, DateTime LastWrite, long Offset, long Length, string Mark);
}
