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

    /// <summary>Whether it is about to go, or going.</summary>
    public bool IsGoing => IsLeaving || Last.IsHandingOver || Last.IsDraining;

    /// <summary>Whether something new may be given to it.</summary>
    public bool TakesMore => IsReachable && !IsGoing;
}
