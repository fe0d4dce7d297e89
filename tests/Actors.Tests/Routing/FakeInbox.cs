using Microsoft.Extensions.Time.Testing;
using NeuronActors.Cores;
using NeuronActors.Routing;

namespace NeuronActors.Tests.Routing;

/// <summary>A mailbox: what comes back to the router waits here until the spec lets the router have it, in order.</summary>
internal sealed class FakeInbox : IRouterInbox
{
    private readonly Queue<Action<RouterState>> _messages = new();

    /// <summary>The router's clock, which stands still until a spec moves it.</summary>
    public FakeTimeProvider Time { get; } = new();

    public TimeProvider Clock => Time;

    public int Count => _messages.Count;

    public void Ended(InferAttempt attempt) => _messages.Enqueue(router => router.Ended(attempt));

    public void Cancelled(PendingInfer request) => _messages.Enqueue(router => router.Cancelled(request));

    public void SlotGranted(ILane lane) => _messages.Enqueue(router => router.SlotGranted(lane));

    /// <summary>Something else that arrives in the same order.</summary>
    public void Post(Action<RouterState> message) => _messages.Enqueue(message);

    public bool DeliverNext(RouterState router)
    {
        if (!_messages.TryDequeue(out var message)) return false;

        message(router);
        return true;
    }

    public void DeliverAll(RouterState router)
    {
        while (DeliverNext(router))
        {
            // Until it is empty: what the router does may bring more.
        }
    }
}
