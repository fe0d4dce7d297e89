using Microsoft.Extensions.Logging;

namespace NeuronActors.Routing;

/// <summary>What a router is made of.</summary>
internal sealed record RouterSetup(
    ModelName Model,
    ImmutableArray<string> Subgraphs,
    IRoutingPolicy Policy,
    RouterLimits Limits,
    ModelCounters Counters,
    RouterLife Life,
    TimeProvider Clock,
    int MaxMessageBytes,
    ILogger Log);
