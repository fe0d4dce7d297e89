namespace NeuronActors.Node.Serving.Placement;

/// <summary>A core as clients see it: its replicas under the names that clients use.</summary>
/// <param name="Status">What the runtime says of it.</param>
/// <param name="Replicas">What is on it.</param>
internal sealed record CoreView(CoreStatus Status, ImmutableArray<ReplicaView> Replicas)
{
    /// <summary>Where it is in the pool; null where the pool was not asked for.</summary>
    public PoolPlace? Place { get; init; }
}
