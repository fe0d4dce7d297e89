namespace NeuronActors.Cores;

/// <summary>
/// A loaded replica as it is handed from its core to its router: what to execute, and the lane to execute it on. It is good for as long
/// as its lane is open; the core alone unloads it.
/// </summary>
internal sealed class Replica(ReplicaKey key, ILoadedSubgraph subgraph, CoreLane lane)
{
    public ReplicaKey Key => key;

    public ILoadedSubgraph Subgraph => subgraph;

    public CoreLane Lane => lane;
}
