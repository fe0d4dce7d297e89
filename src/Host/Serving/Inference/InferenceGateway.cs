using System.Diagnostics;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Serving.Inference;

/// <summary>
/// Runs the requests of every front end: deadline, priority, the choice of outputs, statistics, and one kind of answer for whatever can
/// happen. Copies nothing.
/// </summary>
internal sealed class InferenceGateway(ModelCatalog catalog, DeadlineLimits limits)
{
    // A version is replaced under traffic some time; being replaced twice while one request looks for its place is rare, and more is a defect.
    private const int MostSuccessors = 3;

    /// <summary>Runs one request. Throws nothing that the request is to blame for.</summary>
    /// <param name="served">The version that it means, as <see cref="ModelCatalog.TryFind"/> found it.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The client went away: the request leaves its queue, and its result is dropped.</param>
    public ValueTask<InferenceOutcome> InferAsync(ServedVersion served, InferenceRequest request, CancellationToken cancellationToken) =>
        InferenceTraces.AreWanted ? TraceAsync(served, request, cancellationToken) : RunAsync(served, request, cancellationToken);

    // Executions are children of what is current when they are asked for.
    private async ValueTask<InferenceOutcome> TraceAsync(ServedVersion served, InferenceRequest request, CancellationToken cancellationToken)
    {
        using var activity = InferenceTraces.Start(served, request);
        var outcome = await RunAsync(served, request, cancellationToken);
        InferenceTraces.End(activity, outcome);
        return outcome;
    }

    private async ValueTask<InferenceOutcome> RunAsync(ServedVersion served, InferenceRequest request, CancellationToken cancellationToken)
    {
        var input = Stopwatch.GetElapsedTime(request.ReceivedAt);
        var options = new InferOptions { Deadline = limits.DeadlineOf(request.Timeout, input), Priority = request.Priority };
        for (var successors = 0; ; successors++)
        {
            if (OutputSelection.Flaw(served.Signature, request.Outputs) is { } flaw) return Fail(served, request, flaw);

            var answer = await served.Model.TryInferAsync(request.Inputs, options, cancellationToken);
            switch (answer)
            {
                case InferCompleted completed:
                    return Complete(served, request, completed, input);
                case InferRejected { Reason: RejectionReason.ModelUnavailable or RejectionReason.ModelNotFound } rejected:
                    // Replaced after it was found and before the request reached it: nothing has happened yet, so the next one may try.
                    if (successors < MostSuccessors && catalog.Successor(served, !request.NamesVersion) is { } next)
                    {
                        served = next;
                        continue;
                    }

                    return Fail(served, request, catalog.Holds(served) ? ServingError.Of(rejected) : ServingError.NotFound($"Model '{served.Name}' was unloaded."));
                case InferRejected rejected:
                    return Fail(served, request, ServingError.Of(rejected));
                case InferFailed failed:
                    return Fail(served, request, ServingError.Of(failed), wasExecuted: true);
                default:
                    throw new InvalidOperationException($"An inference was answered with {answer.GetType().Name}.");
            }
        }
    }

    /// <summary>Counts a request that never became an <see cref="InferenceRequest"/>, because what came for the model is none.</summary>
    public static InferenceOutcome Refuse(ServedVersion served, long receivedAt, ServingError error) => Fail(served, receivedAt, error);

    private static InferenceOutcome Fail(ServedVersion served, in InferenceRequest request, ServingError error, bool wasExecuted = false) =>
        Fail(served, request.ReceivedAt, error with { Message = served.InClientsWords(error.Message) }, wasExecuted);

    private static InferenceOutcome Fail(ServedVersion served, long receivedAt, ServingError error, bool wasExecuted = false)
    {
        served.Statistics.CountFailure(error.Kind, Stopwatch.GetElapsedTime(receivedAt), wasExecuted);
        return InferenceOutcome.Failed(served, error);
    }

    private static InferenceOutcome Complete(ServedVersion served, in InferenceRequest request, InferCompleted completed, TimeSpan input)
    {
        var outputs = OutputSelection.Pick(completed.Outputs, request.Outputs);
        if (request.Form?.FlawOf(outputs) is { } flaw) return Fail(served, request, flaw, wasExecuted: true);

        var items = served.Batch.ItemsOf(request.Inputs);
        var times = new InferenceTimes(input, completed.Queued, completed.Executed);
        served.Statistics.CountSuccess(items, times);
        InferenceMeter.Record(served, times.Total);
        return InferenceOutcome.Completed(served, outputs, CoreList.TextOf(completed.Cores), completed.Node, items, times);
    }
}
