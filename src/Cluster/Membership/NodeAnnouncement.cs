using NeuronActors.Cluster.Pools;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Membership;

/// <summary>
/// What a node says of itself, to the directories of all nodes: on joining, on a change, and every few seconds. It holds everything, so
/// the newest one is enough and the others may be lost.
/// </summary>
/// <param name="Id">This life of the node.</param>
/// <param name="Sequence">Grows with each announcement of this life.</param>
/// <param name="Endpoint">Its name, and where it takes requests of other nodes.</param>
internal sealed record NodeAnnouncement(NodeId Id, long Sequence, NodeEndpoint Endpoint) : IPoolWireMessage
{
    public NodeName Node => Endpoint.Node;

    /// <summary>Every placement change on this node up to this one had ended when this was put together, and is in it.</summary>
    public Epoch Epoch { get; init; }

    /// <summary>Whether the node is on its way down and takes nothing new.</summary>
    public bool IsDraining { get; init; }

    /// <summary>Whether the node is about to go down: it serves on, and others are to take over what it holds.</summary>
    public bool IsHandingOver { get; init; }

    /// <summary>Whether it knows <see cref="Changes.PoolProtocol.Execute"/>; one of wire version 2 does not.</summary>
    public bool TakesOrders { get; init; }

    /// <summary>Its cores in order of their visible index.</summary>
    public ImmutableArray<CoreStatus> Cores { get; init; } = [];

    /// <summary>Its models, ordered by name.</summary>
    public ImmutableArray<AnnouncedModel> Models { get; init; } = [];

    public AnnouncedModel? Find(ModelName model)
    {
        foreach (var candidate in Models)
        {
            if (candidate.Name == model) return candidate;
        }

        return null;
    }
}
