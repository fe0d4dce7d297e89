using System.Collections.Concurrent;

namespace NeuronActors.Cluster.Security;

/// <summary>The open connections of a transport. Thread-safe.</summary>
internal sealed class TlsAssociations
{
    private readonly ConcurrentDictionary<TlsAssociation, bool> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds one, which goes when it is closed.</summary>
    public TlsAssociation Add(TlsAssociation association)
    {
        _open.TryAdd(association, true);
        _ = association.Closed.ContinueWith(_ => _open.TryRemove(association, out var _), TaskScheduler.Default);
        return association;
    }

    /// <summary>Closes all of them, after what they have to send.</summary>
    public Task CloseAsync()
    {
        var open = _open.Keys.ToArray();
        foreach (var association in open) association.Close();
        return Task.WhenAll(open.Select(association => association.Closed));
    }
}
