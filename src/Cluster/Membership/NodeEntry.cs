using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Membership;

/// <summary>A node as the directory knows it.</summary>
/// <param name="Id">This life of the node.</param>
/// <param name="UpNumber">When it came, as the cluster counts: the lower the older.</param>
/// <param name="IsReachable">Whether the failure detector can reach it.</param>
/// <param name="IsLeaving">Whether it is on its way out of the cluster.</param>
/// <param name="Last">Its newest announcement.</param>
internal sealed record NodeEntry(NodeId Id, int UpNumber, bool IsReachable, bool IsLeaving, NodeAnnouncement Last)
{
    public NodeName Name => Last.Node;

    /// <summary>
    /// The models that it had announced and does so no more, each with the last change that it had announced of it; only those that
    /// <see cref="NodeAnnouncement.Epoch"/> does not know to be over, as an older change of another model still runs.
    /// </summary>
    public ImmutableDictionary<ModelName, Epoch> Gone { get; init; } = ImmutableDictionary<ModelName, Epoch>.Empty;

    /// <summary>Whether it is about to go, or going.</summary>
    public bool IsGoing => IsLeaving || Last.IsHandingOver || Last.IsDraining;

    /// <summary>Whether something new may be given to it.</summary>
    public bool TakesMore => IsReachable && !IsGoing;

    /// <summary>The last change of a model that its word knows of.</summary>
    public Epoch KnownOf(ModelName model)
    {
        if (Last.Find(model) is { } held) return held.Epoch;

        var gone = Gone.GetValueOrDefault(model);
        return gone > Last.Epoch ? gone : Last.Epoch;
    }
}
