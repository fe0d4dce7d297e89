using System.Diagnostics;

namespace NeuronActors.Node.Serving.Models;

/// <summary>
/// The models that are on their way in: who asks for one is told to come back, and not that there is none. Read only where a model was not
/// found. Thread-safe.
/// </summary>
internal sealed class LoadsUnderway
{
    // What has taken long may take as long again; nobody is sent away for longer than the longest, nor asked to come back sooner than the soonest.
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private ImmutableArray<Load> _loads = [];

    /// <summary>Says that versions of a model are being loaded, until what is returned is disposed.</summary>
    /// <param name="name">The model.</param>
    /// <param name="versions">The versions; empty where they are not known yet, and then it may be any.</param>
    public IDisposable Begin(string name, ImmutableArray<long> versions = default)
    {
        var load = new Load(this, name, versions.IsDefault ? [] : versions, Stopwatch.GetTimestamp());
        lock (_lock) _loads = _loads.Add(load);
        return load;
    }

    /// <summary>What to answer to who asks for a version that is on its way in; null when none of that kind is.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version; null for the default one.</param>
    public ServingError? Find(ReadOnlySpan<char> name, long? version)
    {
        ImmutableArray<Load> loads;
        lock (_lock) loads = _loads;
        foreach (var load in loads)
        {
            if (!name.SequenceEqual(load.Name) || !(version is not { } number || load.Versions.IsEmpty || load.Versions.Contains(number))) continue;

            var since = Stopwatch.GetElapsedTime(load.BegunAt);
            var what = version is null ? $"Model '{load.Name}'" : $"Version {version} of model '{load.Name}'";
            return ServingError.Unavailable($"{what} is loading.") with { RetryAfter = since < Soonest ? Soonest : since > Longest ? Longest : since };
        }

        return null;
    }

    private void End(Load load)
    {
        lock (_lock) _loads = _loads.Remove(load);
    }

    private sealed class Load(LoadsUnderway owner, string name, ImmutableArray<long> versions, long begunAt) : IDisposable
    {
        public string Name => name;

        public ImmutableArray<long> Versions => versions;

        public long BegunAt => begunAt;

        public void Dispose() => owner.End(this);
    }
}
