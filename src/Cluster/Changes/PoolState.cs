using NeuronActors.Cluster.Pools;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Changes;

/// <summary>What the coordinator says of the pool as a whole; replicated.</summary>
/// <param name="Term">The number of the coordinator: each has a higher one than those before it, and nodes obey the highest.</param>
/// <param name="Layout">What a pool index means.</param>
internal sealed record PoolState(long Term, PoolLayout Layout) : IPoolWireMessage
{
    public static readonly PoolState Empty = new(0, PoolLayout.Empty);

    /// <summary>Of two writes the one of the later coordinator counts, of one coordinator's the later one.</summary>
    public long Order => (Term << 32) + Layout.Version;
}
