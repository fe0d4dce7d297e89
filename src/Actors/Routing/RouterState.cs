using NeuronActors.Cores;

namespace NeuronActors.Routing;

/// <summary>
/// The decisions of a model's router: whom to accept, where to send it, what to do when an execution ends. Plain and single-threaded;
/// <see cref="ModelRouterActor"/> is the shell around it.
/// </summary>
/// <remarks>
/// A request is in exactly one list at any time, <see cref="SubgraphRoute.Waiting"/> or <see cref="SubgraphRoute.Sent"/> of the route of
/// its stage, from its acceptance until the router has seen that it is answered and that no routee has it any more.
/// </remarks>
internal sealed partial class RouterState
{
    private readonly ModelName _model;
    private readonly RouterLimits _limits;
    private readonly IRouterInbox _inbox;
    private readonly TimeProvider _clock;
    private readonly SubgraphRoute[] _routes;
    private readonly Dictionary<string, InferPlan> _plansOfSubgraphs = new(StringComparer.Ordinal);
    private InferPlan? _planOfModel;
    private string? _runsInPartsBecause;
    private int _waiting;
    private InferRejected? _closedBecause;

    /// <summary>Makes the state of a router that has no routees yet.</summary>
    public RouterState(
        ModelName model,
        ImmutableArray<string> subgraphs,
        IRoutingPolicy policy,
        RouterLimits limits,
        IRouterInbox inbox,
        ModelCounters counters,
        TimeProvider? clock = null)
    {
        _model = model;
        _limits = limits;
        _inbox = inbox;
        _clock = clock ?? TimeProvider.System;
        _routes = [.. subgraphs.Select(subgraph => new SubgraphRoute(subgraph, policy))];
        Counters = counters;
    }

    public ModelCounters Counters { get; }

    public ReadOnlySpan<SubgraphRoute> Routes => _routes;

    /// <summary>Whether anything that is not answered has a deadline, so that <see cref="ExpireAt"/> has work to do.</summary>
    public bool HasDeadlines { get; private set; }

    /// <summary>Requests that the router answers for.</summary>
    public int Outstanding
    {
        get
        {
            var count = _waiting;
            foreach (var route in _routes) count += route.Sent.Count;
            return count;
        }
    }

    /// <summary>
    /// From now on the requests of the model run by this plan; called once all of its subgraphs are known. A model that runs in parts only
    /// has no plan, and a reason.
    /// </summary>
    public void Serve(InferPlan? ofModel, ImmutableArray<SubgraphSignature> signatures, string? runsInPartsBecause = null)
    {
        (_planOfModel, _runsInPartsBecause) = (ofModel, runsInPartsBecause);
        for (var i = 0; i < _routes.Length; i++) _plansOfSubgraphs[_routes[i].Subgraph] = InferPlan.OfSubgraph(i, signatures[i]);
    }

    /// <summary>From now on every new request is refused; those that were accepted are answered as usual.</summary>
    public void Retire(InferRejected because) => _closedBecause = because;

    /// <summary>New requests are accepted again.</summary>
    public void Reinstate() => _closedBecause = null;

    /// <summary>Takes a new request: sends it, lets it wait, or refuses it.</summary>
    public void Accept(PendingInfer request)
    {
        // Taken back on its way here: that comes as a message of its own, and is counted there.
        if (request.IsAnswered) return;

        if (Refusal(request) is { } refusal)
        {
            Answer(request, refusal);
        }
        else
        {
            HasDeadlines |= !request.Deadline.IsNone;
            SendOrPark(request, isNew: true);
            Show();
        }
    }

    /// <summary>An attempt is over: goes on with its request, and gives the room it made to the next.</summary>
    public void Ended(InferAttempt attempt)
    {
        var request = attempt.Request;
        var route = RouteOf(request);
        var routee = attempt.Routee;
        routee.InFlight--;
        request.List!.Remove(request);
        Settle(attempt, request, route);
        DispatchWaiting(route);
        Show();
    }

    /// <summary>A request was taken back by its caller, who has been answered.</summary>
    public void Cancelled(PendingInfer request)
    {
        Counters.CountRejected(RejectionReason.Cancelled);
        RemoveIfWaiting(request);
        Show();
    }

    /// <summary>Takes back the request of a sender, if it is here and not answered.</summary>
    public void Cancel(Func<PendingInfer, bool> isMeant)
    {
        if (FindOutstanding(isMeant) is not { } request) return;

        Answer(request, Refusals.Cancelled());
        RemoveIfWaiting(request);
        Show();
    }

    /// <summary>A lane has a slot for this router.</summary>
    public void SlotGranted(ILane lane)
    {
        foreach (var route in _routes)
        {
            foreach (var routee in route.Routees)
            {
                if (routee.Lane != lane || !routee.InLine) continue;

                routee.InLine = false;
                if (routee.State != RouteeState.Ready || NextFor(routee, route) is not { } request) break;

                Send(request, route, routee);
                DispatchWaiting(route);
                Show();
                return;
            }
        }

        lane.ReleaseSlot();
    }

    /// <summary>Answers everything whose deadline has passed, wherever it is.</summary>
    public void ExpireAt(long now)
    {
        HasDeadlines = false;
        foreach (var route in _routes)
        {
            Expire(route.Waiting, now);
            Expire(route.Sent, now);
        }

        Show();
    }

    /// <summary>Answers everything that is left; the router is going away.</summary>
    public void AnswerAll(Func<PendingInfer, InferAnswer> answer)
    {
        foreach (var route in _routes)
        {
            foreach (var list in (ReadOnlySpan<RequestList>)[route.Waiting, route.Sent])
            {
                while (list.First is { } request)
                {
                    list.Remove(request);
                    Answer(request, answer(request));
                }
            }
        }

        _waiting = 0;
        Show();
    }

    /// <summary>Sends it, or lets it wait for what can be expected, or answers that there is nothing to wait for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="first">Whether it goes before what waits, because it has waited already.</param>
    /// <param name="isNew">Whether it may be refused for want of room. What has been accepted once is not.</param>
    private void SendOrPark(PendingInfer request, bool first = false, bool isNew = false)
    {
        var route = RouteOf(request);
        var mustQueue = route.Waiting.Count > 0 && !first;
        if (!mustQueue && route.TryTake(AvoidNow(request, route)) is { } routee)
        {
            Send(request, route, routee);
        }
        else if (isNew && _waiting >= _limits.QueueCapacity)
        {
            Answer(request, Refusals.QueueFull(_model, _limits.QueueCapacity, RetryAfter(route)));
        }
        else if (route.HasReady() || route.ParksRequests)
        {
            if (first) route.Waiting.AddAgain(request);
            else route.Waiting.Add(request);
            _waiting++;
            route.AwaitRoom(_inbox);
        }
        else
        {
            Answer(request, Refusals.Unavailable(_model, route.Subgraph, route.WhyUnavailable));
        }
    }

    /// <summary>Sends to a routee with whom a slot was taken.</summary>
    private void Send(PendingInfer request, SubgraphRoute route, Routee routee)
    {
        var inputs = request.Plan!.InputsOf(request.Stage, request.Inputs, request.Produced);
        var attempt = new InferAttempt(request, routee, inputs, _inbox);
        route.Sent.AddLast(request);
        routee.InFlight++;
        if (!routee.Lane.TryPut(attempt)) attempt.GiveBack();
    }

    private void DispatchWaiting(SubgraphRoute route)
    {
        PendingInfer? after;
        for (var next = route.Waiting.First; next is not null; next = after)
        {
            after = next.Next;
            var avoid = AvoidNow(next, route);
            if (route.TryTake(avoid) is { } routee)
            {
                Unpark(next);
                Send(next, route, routee);
            }
            else if (avoid is null)
            {
                break;
            }

            // A second try that waits for another core does not keep those behind it from the one that it avoids.
        }

        if (route.Waiting.First is not null) route.AwaitRoom(_inbox);
    }

    /// <summary>
    /// The core that a request is to avoid as things are now: a second try without another core, and none to be expected, may as well go
    /// where the first one failed. Asked each time, because another core may come before the request goes.
    /// </summary>
    private static VisibleCoreIndex? AvoidNow(PendingInfer request, SubgraphRoute route) =>
        request.Avoid is { } core && (route.ParksRequests || route.HasReady(core)) ? core : null;

    private PendingInfer? NextFor(Routee routee, SubgraphRoute route)
    {
        for (var request = route.Waiting.First; request is not null; request = request.Next)
        {
            if (AvoidNow(request, route) == routee.Key.Core) continue;

            Unpark(request);
            return request;
        }

        return null;
    }

    private void Unpark(PendingInfer request)
    {
        request.List!.Remove(request);
        _waiting--;
    }

    private void RemoveIfWaiting(PendingInfer request)
    {
        if (request.List is null || request.List != RouteOf(request).Waiting) return;

        Unpark(request);
    }

    private void Expire(RequestList list, long now)
    {
        for (var request = list.First; request is not null;)
        {
            var next = request.Next;
            if (request.Deadline.HasPassed(now) && !request.IsAnswered)
            {
                Answer(request, Refusals.DeadlinePassed());
                RemoveIfWaiting(request);
            }
            else
            {
                HasDeadlines |= !request.Deadline.IsNone && !request.IsAnswered;
            }

            request = next;
        }
    }

    private PendingInfer? FindOutstanding(Func<PendingInfer, bool> isMeant)
    {
        foreach (var route in _routes)
        {
            foreach (var list in (ReadOnlySpan<RequestList>)[route.Waiting, route.Sent])
            {
                for (var request = list.First; request is not null; request = request.Next)
                {
                    if (!request.IsAnswered && isMeant(request)) return request;
                }
            }
        }

        return null;
    }

    private SubgraphRoute RouteOf(PendingInfer request) => _routes[request.Plan!.Stages[request.Stage].Route];

    private void Answer(PendingInfer request, InferAnswer answer)
    {
        if (request.TryAnswer(answer)) Count(answer);
    }

    private void Count(InferAnswer answer)
    {
        switch (answer)
        {
            case InferCompleted: Counters.CountCompleted(); break;
            case InferRejected rejected: Counters.CountRejected(rejected.Reason); break;
            case InferFailed: Counters.CountFailed(); break;
        }
    }

    private void Show()
    {
        var oldest = 0L;
        var sent = 0;
        foreach (var route in _routes)
        {
            sent += route.Sent.Count;
            if (route.Waiting.OldestAcceptedAt is var first && first != 0 && (oldest == 0 || first < oldest)) oldest = first;
        }

        Counters.Show(_waiting, sent, oldest);
    }
}
