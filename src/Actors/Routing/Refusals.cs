using System.Globalization;

namespace NeuronActors.Routing;

/// <summary>The words of every refusal, in one place.</summary>
internal static class Refusals
{
    public static InferRejected Cancelled() => new(RejectionReason.Cancelled, "The caller took the request back.");

    public static InferRejected Draining(ModelName model) =>
        new(RejectionReason.Draining, $"This node is shutting down and takes no more requests for '{model}'.");

    public static InferRejected Unloading(ModelName model) =>
        new(RejectionReason.ModelUnavailable, $"Model '{model}' is being unloaded and takes no more requests.");

    public static InferRejected Stopped(ModelName model) =>
        new(RejectionReason.ModelUnavailable, $"Model '{model}' was unloaded before the request was executed.");

    public static InferRejected NoSuchModel(ModelName model) =>
        new(RejectionReason.ModelNotFound, $"No model '{model}' is loaded.");

    public static InferRejected NotThisModel(ModelName asked, ModelName model) =>
        new(RejectionReason.ModelNotFound, $"This is the router of model '{model}', and the request is for '{asked}'.");

    public static InferRejected NoSuchSubgraph(ModelName model, string subgraph, IEnumerable<string> known) =>
        new(RejectionReason.ModelNotFound, $"Model '{model}' has no subgraph '{subgraph}'; it has {Quoted(known)}.");

    public static InferRejected NoSubgraphs(ModelName model) =>
        new(RejectionReason.ModelUnavailable, $"Model '{model}' has no Neuron subgraph, so there is nothing to run.");

    public static InferRejected RunsInParts(ModelName model, string because, IEnumerable<string> subgraphs) =>
        new(RejectionReason.RunsInParts, $"Model '{model}' cannot run as a whole: {because}. Each of its subgraphs can be called by name: {Quoted(subgraphs)}.");

    public static InferRejected Unavailable(ModelName model, string subgraph, string? reason) =>
        new(RejectionReason.ModelUnavailable, $"Subgraph '{subgraph}' of model '{model}' has no replica: {reason ?? "none is loaded"}.");

    public static InferRejected InvalidInput(InputMismatch mismatch) =>
        new(RejectionReason.InvalidInput, mismatch.ToString()) { Mismatch = mismatch };

    public static InferRejected QueueFull(ModelName model, int capacity, TimeSpan? retryAfter) =>
        new(RejectionReason.QueueFull, $"The queue of model '{model}' holds {capacity} requests and is full.") { RetryAfter = retryAfter };

    public static InferRejected DeadlinePassed() =>
        new(RejectionReason.DeadlineExceeded, "The deadline passed before the request could be answered.");

    public static InferRejected DeadlineOutOfReach(TimeSpan needed, TimeSpan left) =>
        new(
            RejectionReason.DeadlineExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The deadline is {left.TotalMilliseconds:0.###} ms away, and by the present pace an answer takes {needed.TotalMilliseconds:0.###} ms."));

    public static InferRejected RequestTooLarge(long size, int limit) =>
        new(RejectionReason.TooLargeForFrame, $"The request takes {size} bytes, {TooLarge(limit)}");

    public static InferRejected AnswerTooLarge(long size, int limit) =>
        new(RejectionReason.TooLargeForFrame, $"The request was executed, but its answer takes {size} bytes, {TooLarge(limit)}");

    public static InferRejected NoAnswer(TimeSpan timeout) =>
        new(
            RejectionReason.DeadlineExceeded,
            string.Create(CultureInfo.InvariantCulture, $"No answer came within {timeout.TotalMilliseconds:0.###} ms."));

    private static string TooLarge(int limit) => $"and neuron.remote.max-message-bytes lets no more than {limit} go to another process.";

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
