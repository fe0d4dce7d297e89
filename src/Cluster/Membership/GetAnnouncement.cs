using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Membership;

/// <summary>Asks a node for its announcement: from a directory that has none of it to its directory, which answers with one.</summary>
internal sealed record GetAnnouncement : IPoolWireMessage;
