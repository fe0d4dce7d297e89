using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace NeuronActors.Routing;

/// <summary>Parent of the routers, <c>/user/neuron/models</c>: starts and stops them for the coordinator. Keeps no other state.</summary>
/// <remarks>A router that throws is resumed: its state is changed in one go by each handler, and its requests are still to be answered.</remarks>
internal sealed class ModelGroupActor(ILogger log) : UntypedActor
{
    private readonly Dictionary<IActorRef, (ModelName Model, IActorRef ReplyTo)> _stopping = [];

    public static Props Props(ILogger log) => Akka.Actor.Props.Create(() => new ModelGroupActor(log));

    protected override SupervisorStrategy SupervisorStrategy() => Resuming.Strategy(log);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartRouter start:
                var router = Context.ActorOf(ModelRouterActor.Props(start.Setup), start.Model.Value);
                Sender.Tell(new RouterStarted(start.Model, router));
                break;
            case StopRouter stop when Context.Child(stop.Model.Value) is { } child && !child.IsNobody():
                _stopping[child] = (stop.Model, Sender);
                Context.Watch(child);
                Context.Stop(child);
                break;
            case StopRouter stop:
                Sender.Tell(new RouterStopped(stop.Model));
                break;
            case Terminated terminated when _stopping.Remove(terminated.ActorRef, out var stopped):
                stopped.ReplyTo.Tell(new RouterStopped(stopped.Model));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Start the router of a model. Answered <see cref="RouterStarted"/>.</summary>
    public sealed record StartRouter(ModelName Model, RouterSetup Setup) : INoSerializationVerificationNeeded;

    public sealed record RouterStarted(ModelName Model, IActorRef Router) : INoSerializationVerificationNeeded;

    /// <summary>Stop the router of a model. Answered <see cref="RouterStopped"/> when it is gone, so that its name is free.</summary>
    public sealed record StopRouter(ModelName Model) : INoSerializationVerificationNeeded;

    public sealed record RouterStopped(ModelName Model) : INoSerializationVerificationNeeded;
}
