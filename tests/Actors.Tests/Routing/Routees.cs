using NeuronActors.Cores;
using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

/// <summary>Makes the routees and requests of specs.</summary>
internal static class Routees
{
    public static readonly ModelName Model = new("m");

    public static Routee On(FakeLane lane, string subgraph = "s0") =>
        new(new ReplicaKey(Model, subgraph, lane.Core), new FakeSubgraph(lane.Core), lane);

    public static Routee On(int core, int capacity = 1_000, string subgraph = "s0") =>
        On(new FakeLane(new VisibleCoreIndex(core), capacity), subgraph);

    public static PendingInfer Request(long number, Deadline deadline = default, bool retryOnFault = true, string? subgraph = null) =>
        new(Model, [new NamedTensor("x", Tensor.From([number]))], subgraph, deadline, retryOnFault);
}
