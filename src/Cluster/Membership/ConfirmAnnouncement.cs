using NeuronActors.Cluster.Pools;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Membership;

/// <summary>
/// Asks whether an announcement has been heard: from the directory that made it to another, right behind it on the same way. Answered
/// <see cref="AnnouncementHeard"/> as soon as it, or a later one, has been taken.
/// </summary>
/// <param name="Id">The life of the node that asks.</param>
/// <param name="Sequence">The announcement.</param>
internal sealed record ConfirmAnnouncement(NodeId Id, long Sequence) : IPoolWireMessage;
