using Akka.Actor;
using Microsoft.Extensions.Logging;
using NeuronActors.Cores;
using NeuronActors.Routing;
using NeuronActors.Telemetry;

namespace NeuronActors.Placement;

/// <summary>What the coordinator is made of.</summary>
internal sealed record PlacementSetup(
    INeuronRuntime Runtime,
    PlacementState State,
    PlacementSettings Settings,
    ImmutableArray<CoreVitals> Cores,
    Func<PlacedModel, RouterSetup> RouterOf,
    IActorRef Models,
    ModelDirectory Directory,
    NeuronMeter Meter,
    ILogger Log);
