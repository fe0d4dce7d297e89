namespace NeuronActors;

/// <summary>How a router chooses among the replicas of a subgraph.</summary>
public enum RoutingPolicy
{
    /// <summary>Each in turn, as <c>torch_neuronx</c> does. Right for equal cores and executions of one length.</summary>
    RoundRobin,

    /// <summary>The one with the fewest requests in flight. Right when executions differ in length.</summary>
    LeastOutstanding,

    /// <summary>The one that will be done first, by what its core has needed so far. Right when cores differ as well.</summary>
    LeastExpectedWork,
}
