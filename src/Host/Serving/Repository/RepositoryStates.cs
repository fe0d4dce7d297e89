namespace NeuronActors.Node.Serving.Repository;

/// <summary>What is known of each version that was ever touched, and what is to be there. Thread-safe.</summary>
internal sealed class RepositoryStates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, long Version), (RepositoryState State, string Reason)> _states = [];
    private readonly SortedSet<string> _wanted = new(StringComparer.Ordinal);

    public ImmutableArray<KeyValuePair<(string Name, long Version), (RepositoryState State, string Reason)>> All
    {
        get
        {
            lock (_lock) return [.. _states];
        }
    }

    /// <summary>What is to be there and has no version that serves.</summary>
    public ImmutableArray<string> Missing
    {
        get
        {
            lock (_lock)
            {
                return [.. _wanted.Where(name => !_states.Any(each => each.Key.Name == name && each.Value.State is RepositoryState.Ready))];
            }
        }
    }

    public bool IsWanted(string name)
    {
        lock (_lock) return _wanted.Contains(name);
    }

    public void Want(string name)
    {
        lock (_lock) _wanted.Add(name);
    }

    /// <summary>It is not to be there any more.</summary>
    public void Unwant(string name)
    {
        lock (_lock) _wanted.Remove(name);
    }

    public void Set(string name, long version, RepositoryState state, string reason = "")
    {
        lock (_lock) _states[(name, version)] = (state, reason);
    }

    /// <summary>Forgets versions that are not stored any more and do not serve.</summary>
    public void Forget(string name)
    {
        lock (_lock)
        {
            foreach (var key in _states.Keys.Where(key => key.Name == name && _states[key].State == RepositoryState.Unavailable).ToArray()) _states.Remove(key);
        }
    }
}
