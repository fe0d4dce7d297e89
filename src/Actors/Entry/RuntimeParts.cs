using Akka.Actor;
using Microsoft.Extensions.Logging;
using NeuronActors.Configuration;
using NeuronActors.Cores;
using NeuronActors.Placement;
using NeuronActors.Routing;
using NeuronActors.Telemetry;

namespace NeuronActors;

/// <summary>Everything that the actors of one system share, put together in one place.</summary>
internal sealed class RuntimeParts
{
    public RuntimeParts(INeuronRuntime runtime, NeuronSettings settings, ILoggerFactory logs, TimeProvider clock)
    {
        Runtime = runtime;
        Settings = settings;
        Clock = clock;
        CoreLog = logs.CreateLogger("NeuronActors.Cores");
        RouterLog = logs.CreateLogger("NeuronActors.Routing");
        PlacementLog = logs.CreateLogger("NeuronActors.Placement");
        Cores = [.. runtime.Cores.Select(core => new CoreVitals(core))];
        Meter = new NeuronMeter(Cores, Directory);
        Policy = settings.Routing switch
        {
            RoutingPolicy.RoundRobin => new RoundRobinPolicy(),
            RoutingPolicy.LeastOutstanding => new LeastOutstandingPolicy(),
            RoutingPolicy.LeastExpectedWork => new LeastExpectedWorkPolicy(),
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Routing, "No such routing policy."),
        };
    }

    public INeuronRuntime Runtime { get; }

    public NeuronSettings Settings { get; }

    public ImmutableArray<CoreVitals> Cores { get; }

    public ModelDirectory Directory { get; } = new();

    public NeuronMeter Meter { get; }

    public TimeProvider Clock { get; }

    public ILogger CoreLog { get; }

    public ILogger RouterLog { get; }

    public ILogger PlacementLog { get; }

    private IRoutingPolicy Policy { get; }

    public PlacementSetup PlacementSetup(IActorRef models) =>
        new(Runtime, new PlacementState(Cores.Length), Settings.Placement, Cores, RouterSetupOf, models, Directory, Meter, PlacementLog);

    private RouterSetup RouterSetupOf(PlacedModel model) =>
        new(
            model.Name,
            [.. model.Subgraphs.Select(subgraph => subgraph.Name)],
            Policy,
            Settings.Queue,
            model.Counters,
            model.RouterLife,
            Clock,
            Settings.MaxMessageBytes,
            RouterLog);
}
