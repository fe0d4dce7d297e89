using Akka.Actor;
using Akka.Event;
using NeuronActors.Routing;

namespace NeuronActors;

/// <summary>
/// Answers requests that reached a router after it had stopped: they end as dead letters, and their senders would wait for ever.
/// </summary>
internal sealed class LostInferActor : UntypedActor
{
    public static Props Props() => Akka.Actor.Props.Create(() => new LostInferActor());

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (message is not DeadLetter letter) return;

        switch (letter.Message)
        {
            case PendingInfer request:
                request.TryAnswer(Refusals.NoSuchModel(request.Model));
                break;
            case Infer infer when !letter.Sender.IsNobody():
                letter.Sender.Tell(Refusals.NoSuchModel(infer.Model) with { RequestId = infer.RequestId });
                break;
        }
    }
}
