using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Serialization;

/// <summary>The codes of the pool's own enums on the wire. Append only.</summary>
internal static class PoolCodes
{
    public static readonly WireCode<PoolRejection> Rejection = new(
        PoolRejection.InvalidArgument,
        PoolRejection.ModelNotFound,
        PoolRejection.NameTaken,
        PoolRejection.CoreUnavailable,
        PoolRejection.NodeNotFound,
        PoolRejection.StaleVersion,
        PoolRejection.NoCoordinator,
        PoolRejection.Busy);
}
