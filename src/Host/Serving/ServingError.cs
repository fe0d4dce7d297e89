using NeuronActors.Cluster;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Node.Serving;

/// <summary>Why something was not done, in the same words on every front end.</summary>
/// <param name="Kind">What the caller can do about it.</param>
/// <param name="Message">What went wrong, for people.</param>
internal sealed record ServingError(ServingErrorKind Kind, string Message)
{
    /// <summary>When the queue will have been worked off, or the model may be there; null where nothing is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a client is told when to come back.</summary>
    public bool SaysWhen => Kind == ServingErrorKind.Overloaded || (Kind == ServingErrorKind.Unavailable && RetryAfter is not null);

    public static ServingError Invalid(string message) => new(ServingErrorKind.InvalidArgument, message);

    public static ServingError NotFound(string message) => new(ServingErrorKind.NotFound, message);

    public static ServingError Unsupported(string message) => new(ServingErrorKind.Unsupported, message);

    public static ServingError Unavailable(string message) => new(ServingErrorKind.Unavailable, message);

    /// <summary>Of a refusal by a model's router.</summary>
    public static ServingError Of(InferRejected rejected) => new(KindOf(rejected.Reason), rejected.Message) { RetryAfter = rejected.RetryAfter };

    /// <summary>Of a failure in the runtime.</summary>
    public static ServingError Of(InferFailed failed) => new(KindOf(failed.Kind, ServingErrorKind.Unavailable), failed.Message);

    /// <summary>Of what the pool, or a node of it, answered; null when that is no refusal and no failure.</summary>
    public static ServingError? Of(PoolAnswer answer) => answer switch
    {
        PoolRejected rejected => new ServingError(KindOf(rejected.Reason), rejected.Message) { RetryAfter = RetryAfterOf(rejected.Reason) },
        PoolFailed failed => new ServingError(KindOf(failed.Kind, ServingErrorKind.OutOfResources), TextOf(failed)),
        NodeAnswered { Answer: PlacementRejected rejected } => new ServingError(KindOf(rejected.Reason), rejected.Message),
        NodeAnswered { Answer: PlacementFailed failed } => new ServingError(KindOf(failed.Kind, ServingErrorKind.OutOfResources), failed.Message),
        _ => null,
    };

    /// <summary>Of what a placement call, or the reading of a model, threw; null when it is none of what is expected there.</summary>
    public static ServingError? Of(Exception exception) => exception switch
    {
        ServingException serving => serving.Error,
        PlacementException placement => new ServingError(KindOf(placement.Reason), placement.Message),
        NeuronRuntimeException runtime => new ServingError(KindOf(runtime.Kind, ServingErrorKind.OutOfResources), runtime.Message),
        ModelFileException file => Invalid(file.Message),

        // The reason without the lines that .NET adds to it.
        ArgumentOutOfRangeException range => Invalid(ReasonOf(range)),
        IOException or UnauthorizedAccessException => Unavailable(exception.Message),
        Akka.Actor.AskTimeoutException => Unavailable("The placement coordinator did not answer in time."),
        _ => null,
    };

    private static string ReasonOf(ArgumentOutOfRangeException range)
    {
        var end = range.Message.IndexOf(" (Parameter", StringComparison.Ordinal);
        return end < 0 ? range.Message : range.Message[..end];
    }

    private static string TextOf(PoolFailed failed)
    {
        var where = failed.Restored ? "The model is back where it was."
            : failed.Parts.IsEmpty ? "The model is on no node now."
            : $"The model could not be put back. It is now on {string.Join("; ", failed.Parts)}.";
        var node = failed.Node.Value.Length > 0 ? $"Node {failed.Node}: " : "";
        return failed.IsOutcomeUnknown ? $"{node}{failed.Message}" : $"{node}{failed.Message.TrimEnd('.')}. {where}";
    }

    private static ServingErrorKind KindOf(PoolRejection reason) => reason switch
    {
        PoolRejection.InvalidArgument or PoolRejection.NameTaken => ServingErrorKind.InvalidArgument,
        PoolRejection.ModelNotFound or PoolRejection.NodeNotFound => ServingErrorKind.NotFound,
        PoolRejection.StaleVersion => ServingErrorKind.Conflict,
        PoolRejection.Busy => ServingErrorKind.Overloaded,
        _ => ServingErrorKind.Unavailable,
    };

    // Until then the cluster will have removed a coordinator that was lost.
    private static TimeSpan? RetryAfterOf(PoolRejection reason) => reason switch
    {
        PoolRejection.NoCoordinator => TimeSpan.FromSeconds(10),
        PoolRejection.Busy => TimeSpan.FromSeconds(1),
        _ => null,
    };

    private static ServingErrorKind KindOf(RejectionReason reason) => reason switch
    {
        RejectionReason.QueueFull => ServingErrorKind.Overloaded,
        RejectionReason.DeadlineExceeded => ServingErrorKind.DeadlineExceeded,
        RejectionReason.ModelNotFound => ServingErrorKind.NotFound,
        RejectionReason.InvalidInput => ServingErrorKind.InvalidArgument,
        RejectionReason.Cancelled => ServingErrorKind.Cancelled,
        RejectionReason.TooLargeForFrame => ServingErrorKind.TooLarge,
        _ => ServingErrorKind.Unavailable,
    };

    private static ServingErrorKind KindOf(PlacementRejection reason) => reason switch
    {
        PlacementRejection.InvalidArgument or PlacementRejection.BadModelFile or PlacementRejection.NameTaken => ServingErrorKind.InvalidArgument,
        PlacementRejection.ModelNotFound => ServingErrorKind.NotFound,
        _ => ServingErrorKind.Unavailable,
    };

    private static ServingErrorKind KindOf(RuntimeErrorKind kind, ServingErrorKind outOfResources) => kind switch
    {
        RuntimeErrorKind.BadRequest => ServingErrorKind.InvalidArgument,
        RuntimeErrorKind.UnsupportedModel => ServingErrorKind.Unsupported,
        RuntimeErrorKind.OutOfResources => outOfResources,
        RuntimeErrorKind.Busy or RuntimeErrorKind.TimedOut or RuntimeErrorKind.DeviceFault or RuntimeErrorKind.LifeCycle => ServingErrorKind.Unavailable,
        _ => ServingErrorKind.Internal,
    };
}
