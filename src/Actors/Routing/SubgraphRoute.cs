using NeuronActors.Cores;

namespace NeuronActors.Routing;

/// <summary>
/// The way to one subgraph: its routees in rotation order, what waits for one of them, and what is with them. Belongs to one
/// router.
/// </summary>
internal sealed class SubgraphRoute(string subgraph, IRoutingPolicy policy)
{
    private readonly List<Routee> _routees = [];

    // Routees that were found lost before the coordinator said so. Until it has, somebody is going to decide what becomes of them.
    private readonly HashSet<Routee> _unconfirmedLosses = [];
    private Routee[] _rotation = [];
    private int _cursor;

    public string Subgraph => subgraph;

    /// <summary>What waits for a routee, in the order in which it is to go.</summary>
    public WaitingList Waiting { get; } = new();

    /// <summary>What is with a routee.</summary>
    public RequestList Sent { get; } = new();

    /// <summary>All routees that are not gone, draining ones included, in rotation order.</summary>
    public ReadOnlySpan<Routee> Routees => _rotation;

    /// <summary>How long an execution takes, over all routees.</summary>
    public ServiceTime ServiceTime { get; } = new();

    /// <summary>Whether a change of placement is under way.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Why there is no routee, when there is none.</summary>
    public string? WhyUnavailable { get; set; }

    /// <summary>Whether requests that find no ready routee are to wait for one, because it can be expected.</summary>
    public bool ParksRequests => IsHeld || _unconfirmedLosses.Count > 0;

    public int ReadyCount
    {
        get
        {
            var count = 0;
            foreach (var routee in _rotation)
            {
                if (routee.State == RouteeState.Ready) count++;
            }

            return count;
        }
    }

    /// <summary>Whether a routee other than on the avoided core is ready, full or not.</summary>
    public bool HasReady(VisibleCoreIndex? avoid = null)
    {
        foreach (var routee in _rotation)
        {
            if (routee.State == RouteeState.Ready && routee.Key.Core != avoid) return true;
        }

        return false;
    }

    public Routee? Find(ReplicaKey key) => _routees.Find(routee => routee.Key == key);

    /// <summary>Adds a routee, or replaces a gone one of the same key. It comes last in the rotation until the change ends.</summary>
    public void Add(Routee routee)
    {
        _routees.RemoveAll(other => other.Key == routee.Key);
        _routees.Add(routee);
        Rebuild();
    }

    /// <summary>Takes a routee out of the rotation. The coordinator knows.</summary>
    public void Remove(Routee routee)
    {
        routee.State = RouteeState.Gone;
        _routees.Remove(routee);
        _unconfirmedLosses.Remove(routee);
        Rebuild();
    }

    /// <summary>A routee turned out to be lost; the coordinator has not said so yet.</summary>
    public void Lose(Routee routee)
    {
        if (routee.State == RouteeState.Gone) return;

        routee.State = RouteeState.Gone;
        _unconfirmedLosses.Add(routee);
        Rebuild();
    }

    /// <summary>Puts the routees into the order of their cores and starts the rotation from the first.</summary>
    public void StartRotation(ImmutableArray<VisibleCoreIndex> order)
    {
        _routees.Sort((a, b) => order.IndexOf(a.Key.Core).CompareTo(order.IndexOf(b.Key.Core)));
        _cursor = 0;
        Rebuild();
    }

    /// <summary>Takes a slot with the routee that the policy chooses; null when none can take a request now.</summary>
    public Routee? TryTake(VisibleCoreIndex? avoid)
    {
        // A slot that was seen free may be gone when it is taken, if another model shares the core. Each round rules out one routee.
        for (var round = 0; round <= _rotation.Length; round++)
        {
            var index = policy.Choose(_rotation, _cursor, avoid);
            if (index < 0) return null;

            var routee = _rotation[index];
            if (!routee.Lane.TryTakeSlot()) continue;

            _cursor = index + 1 == _rotation.Length ? 0 : index + 1;
            return routee;
        }

        return null;
    }

    /// <summary>
    /// Sees to it that the router hears of room. Where requests of its own are in flight, their end will tell; where others hold all
    /// slots, it stands in line.
    /// </summary>
    public void AwaitRoom(ISlotWaiter waiter)
    {
        foreach (var routee in _rotation)
        {
            if (routee.State != RouteeState.Ready) continue;

            if (routee.InFlight > 0)
            {
                routee.Lane.WantNews();
            }
            else if (!routee.InLine)
            {
                routee.InLine = true;
                routee.Lane.WaitForSlot(waiter);
            }
        }
    }

    // Whose turn it is keeps it; when that one has gone, it is the next one's.
    private void Rebuild()
    {
        Routee[] rotation = [.. _routees.Where(routee => routee.State != RouteeState.Gone)];
        var turn = _rotation.Take(_cursor).Count(rotation.Contains);
        (_rotation, _cursor) = (rotation, turn < rotation.Length ? turn : 0);
    }
}
