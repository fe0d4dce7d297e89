using NeuronActors.Cores;

namespace NeuronActors.Routing;

/// <summary>The router's part in a change of placement, in the order in which the steps come.</summary>
internal sealed partial class RouterState
{
    /// <summary>A change of this subgraph begins: what finds no ready routee waits from now on.</summary>
    public void Hold(string subgraph) => Route(subgraph).IsHeld = true;

    /// <summary>No new request for this routee. True when none is in flight there already; otherwise <see cref="IsDrained"/> becomes true.</summary>
    public bool BeginDrain(ReplicaKey key)
    {
        if (Route(key.Subgraph).Find(key) is { State: RouteeState.Ready } routee)
        {
            routee.State = RouteeState.Draining;
            routee.Lane.WantNews();
        }

        return IsDrained(key);
    }

    /// <summary>Whether a routee has no request in flight; so has one that is gone.</summary>
    public bool IsDrained(ReplicaKey key) => Route(key.Subgraph).Find(key) is not { State: not RouteeState.Gone, InFlight: > 0 };

    /// <summary>The change did not come about: the draining routee takes requests again.</summary>
    public void Readmit(ReplicaKey key)
    {
        var route = Route(key.Subgraph);
        if (route.Find(key) is { State: RouteeState.Draining } routee) routee.State = RouteeState.Ready;
        DispatchWaiting(route);
        Show();
    }

    /// <summary>A replica is loaded and takes requests from now on.</summary>
    public void Admit(Routee routee)
    {
        var route = Route(routee.Key.Subgraph);
        route.Add(routee);
        DispatchWaiting(route);
        Show();
    }

    /// <summary>A replica is unloaded, or lost with its core, and the coordinator knows.</summary>
    public void Remove(ReplicaKey key)
    {
        var route = Route(key.Subgraph);
        if (route.Find(key) is { } routee) route.Remove(routee);
    }

    /// <summary>
    /// The change is over. The rotation starts from its first core, and what cannot run now is refused, unless another change of the
    /// subgraph follows at once.
    /// </summary>
    /// <param name="subgraph">The subgraph.</param>
    /// <param name="order">The cores of its replicas in rotation order.</param>
    /// <param name="whyUnavailable">Why there is none, when there is none.</param>
    /// <param name="heldStill">Whether another change follows.</param>
    public void Release(string subgraph, ImmutableArray<VisibleCoreIndex> order, string? whyUnavailable, bool heldStill)
    {
        var route = Route(subgraph);
        route.StartRotation(order);
        route.WhyUnavailable = whyUnavailable;
        route.IsHeld = heldStill;
        DispatchWaiting(route);
        RefuseWhatCannotRun(route);
        Show();
    }

    private void RefuseWhatCannotRun(SubgraphRoute route)
    {
        if (route.ParksRequests || route.HasReady()) return;

        while (route.Waiting.First is { } request)
        {
            Unpark(request);
            Answer(request, Refusals.Unavailable(_model, route.Subgraph, route.WhyUnavailable));
        }
    }

    private SubgraphRoute Route(string subgraph)
    {
        foreach (var route in _routes)
        {
            if (string.Equals(route.Subgraph, subgraph, StringComparison.Ordinal)) return route;
        }

        throw new InvalidOperationException($"Model '{_model}' has no subgraph '{subgraph}'.");
    }
}
