using Akka.Actor;
using Akka.Event;
using NeuronActors.Routing;

namespace NeuronActors;

/// <summary>
/// Answers requests that reached a router after it had stopped: they end as dead letters, and their senders would wait for ever.
/// </summary>
/// <remarks>
/// No actor, because it has to outlive them all: a system that ends in the middle of something stops its actors in any order, and what is
/// in their mailboxes is lost. It does its little work on the thread that published the dead letter.
/// </remarks>
internal sealed class LostInferRef : MinimalActorRef
{
    private LostInferRef(ActorPath path, IActorRefProvider provider) => (Path, Provider) = (path, provider);

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    /// <summary>From now on, and until the end of the system, lost requests are answered.</summary>
    public static void Listen(ExtendedActorSystem system, IActorRef entry) =>
        system.EventStream.Subscribe(new LostInferRef(entry.Path / "lost", system.Provider), typeof(DeadLetter));

    protected override void TellInternal(object message, IActorRef sender)
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
