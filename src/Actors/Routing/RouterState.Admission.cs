namespace NeuronActors.Routing;

/// <summary>Whom the router accepts.</summary>
internal sealed partial class RouterState
{
    private InferRejected? Refusal(PendingInfer request)
    {
        if (_closedBecause is not null) return _closedBecause;

        var plan = request.Subgraph is { } subgraph ? _plansOfSubgraphs.GetValueOrDefault(subgraph) : _planOfModel;
        if (plan is null)
        {
            if (_planOfModel is null && _runsInPartsBecause is null) return Refusals.NoSuchModel(_model);
            return request.Subgraph is { } unknown
                ? Refusals.NoSuchSubgraph(_model, unknown, _plansOfSubgraphs.Keys)
                : Refusals.RunsInParts(_model, _runsInPartsBecause!, _plansOfSubgraphs.Keys);
        }

        if (plan.Stages.IsEmpty) return Refusals.NoSubgraphs(_model);
        if (!InputCheck.TryBind(plan.Signature, request.Inputs, out var bound, out var mismatch)) return Refusals.InvalidInput(mismatch);

        request.Inputs = bound;
        request.Plan = plan;
        if (plan.Stages.Length > 1) request.Produced = new StageResult[plan.Stages.Length];
        return RefusalOfPace(request);
    }

    private InferRejected? RefusalOfPace(PendingInfer request)
    {
        var route = RouteOf(request);
        var now = request.Deadline.IsNone ? 0 : Clock.Now(_clock);
        if (request.Deadline.HasPassed(now)) return Refusals.DeadlinePassed();
        if (!route.HasReady() && !route.ParksRequests) return Refusals.Unavailable(_model, route.Subgraph, route.WhyUnavailable);
        if (request.Deadline.IsNone || !_limits.RefusesHopeless) return null;

        var needed = ExpectedTicks(request, route);
        return request.Deadline.WillHavePassed(now, needed)
            ? Refusals.DeadlineOutOfReach(new TimeSpan(needed), request.Deadline.Left(_clock))
            : null;
    }

    /// <summary>
    /// By experience, the ticks from now to the answer of a request that arrives now. 0 when something could run it at once: so the
    /// estimate never keeps out the very requests that would correct it.
    /// </summary>
    private long ExpectedTicks(PendingInfer request, SubgraphRoute route)
    {
        var ahead = route.Waiting.CountAhead(request.Priority) + route.Sent.Count;
        var ready = route.ReadyCount;
        if (ready == 0 || ahead < ready) return 0;

        var own = 0d;
        foreach (var stage in request.Plan!.Stages) own += _routes[stage.Route].ServiceTime.Ticks;
        return (long)(own + route.ServiceTime.Ticks * (ahead - ready + 1) / ready);
    }

    private static TimeSpan? RetryAfter(SubgraphRoute route)
    {
        var ready = route.ReadyCount;
        if (ready == 0 || !route.ServiceTime.IsKnown) return null;

        var ticks = route.ServiceTime.Ticks * (route.Waiting.Count + route.Sent.Count) / ready;
        return new TimeSpan(Math.Max((long)ticks, TimeSpan.TicksPerMillisecond));
    }
}
