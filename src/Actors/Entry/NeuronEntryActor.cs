using Akka.Actor;
using NeuronActors.Cores;
using NeuronActors.Placement;
using NeuronActors.Routing;

namespace NeuronActors;

/// <summary>
/// The one address of the runtime, <c>/user/neuron</c>: takes every <see cref="Infer"/> and every <see cref="PlacementCommand"/> and
/// passes it on, with its sender, to whom it concerns.
/// </summary>
/// <remarks>Parent of all other actors of the runtime. Keeps nothing but their addresses, and runs on the default dispatcher.</remarks>
internal sealed class NeuronEntryActor : UntypedActor
{
    private readonly RuntimeParts _parts;
    private readonly IActorRef _placement;

    public NeuronEntryActor(RuntimeParts parts)
    {
        _parts = parts;
        var models = Context.ActorOf(ModelGroupActor.Props(parts.RouterLog), "models");
        _placement = Context.ActorOf(PlacementCoordinatorActor.Props(parts.PlacementSetup(models)), "placement");
        Context.ActorOf(
            CoreGroupActor.Props(parts.Runtime, parts.Cores, parts.Settings.Core, _placement, parts.CoreLog), "cores");
    }

    public static Props Props(RuntimeParts parts) => Akka.Actor.Props.Create(() => new NeuronEntryActor(parts));

    protected override SupervisorStrategy SupervisorStrategy() => Resuming.Strategy(_parts.PlacementLog);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Infer infer when _parts.Directory.TryFind(infer.Model, out var model):
                model.Send(new PendingInfer(infer, Sender, _parts.Settings.MaxMessageBytes));
                break;
            case Infer infer:
                Sender.Tell(Refusals.NoSuchModel(infer.Model) with { RequestId = infer.RequestId });
                break;
            case CancelInfer cancel:
                if (_parts.Directory.TryFind(cancel.Model, out var asked)) asked.Router.Forward(cancel);
                break;
            case PlacementCommand or ShutdownProtocol.Message:
                _placement.Forward(message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
