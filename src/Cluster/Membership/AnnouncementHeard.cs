using NeuronActors.Cluster.Pools;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Membership;

/// <summary>A directory knows an announcement, or a later one of that node: the answer to <see cref="ConfirmAnnouncement"/>.</summary>
/// <param name="By">Whose directory.</param>
/// <param name="Sequence">The announcement.</param>
internal sealed record AnnouncementHeard(NodeId By, long Sequence) : IPoolWireMessage;
