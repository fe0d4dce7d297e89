namespace NeuronActors.Routing;

/// <summary>What follows when an execution has ended.</summary>
internal sealed partial class RouterState
{
    private void Settle(InferAttempt attempt, PendingInfer request, SubgraphRoute route)
    {
        if (attempt.Given is { } given) Count(given);
        switch (attempt.Outcome)
        {
            case AttemptOutcome.Succeeded:
                route.ServiceTime.Measured(attempt.Result.Ticks);
                attempt.Routee.ServiceTime.Measured(attempt.Result.Ticks);
                if (!request.IsAnswered) EnterNextStage(request, attempt.Result);
                break;
            case AttemptOutcome.GivenBack:
                route.Lose(attempt.Routee);
                if (!request.IsAnswered) SendOrPark(request, first: true);
                break;
            case AttemptOutcome.Failed:
                Failed(attempt, request, route);
                break;
        }
    }

    private void EnterNextStage(PendingInfer request, StageResult result)
    {
        request.Produced![request.Stage] = result;
        request.Stage++;
        request.Avoid = null;
        SendOrPark(request);
    }

    private void Failed(InferAttempt attempt, PendingInfer request, SubgraphRoute route)
    {
        var failure = attempt.Failure!;
        var reaction = FaultReaction.To(failure.Kind);
        if (reaction.QuarantinesCore) route.Lose(attempt.Routee);
        if (request.IsAnswered) return;

        request.Avoid = attempt.Routee.Key.Core;
        if (reaction.Retries && request.RetryOnFault && request.Failures++ == 0 && CanRetry(request, route, reaction))
        {
            Counters.CountRetried();
            SendOrPark(request, first: true);
        }
        else
        {
            Answer(request, new InferFailed(failure.Kind, failure.Message) { Core = failure.Core, Status = failure.Status });
        }
    }

    private static bool CanRetry(PendingInfer request, SubgraphRoute route, FaultReaction reaction) =>
        reaction.MayRetryOnSameCore || route.HasReady(request.Avoid) || route.ParksRequests;
}
