using Akka.Actor;
using Microsoft.Extensions.Logging;
using NeuronActors.Placement;

namespace NeuronActors.Cores;

/// <summary>Parent of the cores, <c>/user/neuron/cores</c>: starts one actor a visible core and tells the coordinator where they are.</summary>
internal sealed class CoreGroupActor(
    INeuronRuntime runtime, ImmutableArray<CoreVitals> cores, CoreSettings settings, IActorRef coordinator, ILogger log) : UntypedActor
{
    public static Props Props(
        INeuronRuntime runtime, ImmutableArray<CoreVitals> cores, CoreSettings settings, IActorRef coordinator, ILogger log) =>
        Akka.Actor.Props.Create(() => new CoreGroupActor(runtime, cores, settings, coordinator, log));

    protected override SupervisorStrategy SupervisorStrategy() => Resuming.Strategy(log);

    protected override void PreStart()
    {
        var refs = cores.Select(vitals =>
            Context.ActorOf(NeuronCoreActor.Props(runtime, vitals, settings, coordinator, log), vitals.Info.Index.ToString()));
        coordinator.Tell(new PlacementCoordinatorActor.CoresUp([.. refs]));
    }

    protected override void OnReceive(object message) => Unhandled(message);
}
