using NeuronActors.Cores;

namespace NeuronActors.Routing;

/// <summary>The way back to a router from any thread: what arrives here is handled by the router in turn.</summary>
internal interface IRouterInbox : ISlotWaiter
{
    /// <summary>The clock that the router's deadlines are held against.</summary>
    TimeProvider Clock { get; }

    /// <summary>A piece of work handed to a lane has ended, in whatever way.</summary>
    void Ended(InferAttempt attempt);

    /// <summary>The request was taken back by its caller and has been answered already.</summary>
    void Cancelled(PendingInfer request);
}
