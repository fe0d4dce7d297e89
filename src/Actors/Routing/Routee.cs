using NeuronActors.Cores;

namespace NeuronActors.Routing;

/// <summary>A replica as its router sees it. Belongs to one router and is touched by nobody else.</summary>
internal sealed class Routee(ReplicaKey key, ILoadedSubgraph subgraph, ILane lane)
{
    public ReplicaKey Key => key;

    public ILoadedSubgraph Subgraph => subgraph;

    public ILane Lane => lane;

    /// <summary>What <see cref="InferCompleted.Cores"/> says when it ran alone; shared, so that an answer allocates none.</summary>
    public ImmutableArray<VisibleCoreIndex> Cores { get; } = [key.Core];

    public RouteeState State { get; set; } = RouteeState.Ready;

    /// <summary>Requests of this router on the lane: waiting there, running, or ended and not reported yet.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether the router stands in line for a slot of the lane.</summary>
    public bool InLine { get; set; }

    /// <summary>How long an execution takes on this core, by experience.</summary>
    public ServiceTime ServiceTime { get; } = new();

    /// <summary>Whether a request may be sent here now.</summary>
    public bool CanTake(VisibleCoreIndex? avoid) => State == RouteeState.Ready && lane.HasRoom && key.Core != avoid;
}
