using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster;

/// <summary>
/// A placement command together with what its numbers count. Told to <c>/user/neuron-pool</c> of any node, and answered once, to the
/// sender, with a <see cref="PoolAnswer"/>: for a node's scope with <see cref="NodeAnswered"/>; for the pool with what the command asks
/// for, <see cref="PoolRejected"/> or <see cref="PoolFailed"/>.
/// </summary>
/// <param name="Scope">Which cores are meant.</param>
/// <param name="Command">What to do with them.</param>
/// <remarks>Without a scope a <see cref="PlacementCommand"/> needs no wrapping and does what it always did.</remarks>
public sealed record ScopedCommand(PoolScope Scope, PlacementCommand Command) : IPoolWireMessage
{
    /// <summary>
    /// The version of the pool in which its indices were read; null takes the present one. Another version is refused with
    /// <see cref="PoolRejection.StaleVersion"/>, because an index may mean another core.
    /// </summary>
    public long? PoolVersion { get; init; }

    /// <summary>Whether a command changes nothing, so that it may be repeated.</summary>
    internal static bool IsQuestion(PlacementCommand command) => command is GetCores or GetPlacement or GetPlacementTable;
}
