using System.Diagnostics.CodeAnalysis;

namespace NeuronActors;

/// <summary>An inference that was awaited as a result was refused or failed; <see cref="Answer"/> says everything about it.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without its answer.")]
public sealed class InferException : Exception
{
    /// <summary>Makes one of an answer that is no result.</summary>
    public InferException(InferAnswer answer)
        : base(Describe(answer)) => Answer = answer;

    /// <summary><see cref="InferRejected"/> or <see cref="InferFailed"/>.</summary>
    public InferAnswer Answer { get; }

    /// <summary>Why it was refused; null when it was begun and failed.</summary>
    public RejectionReason? Reason => (Answer as InferRejected)?.Reason;

    /// <summary>When another try is worthwhile, if that is known.</summary>
    public TimeSpan? RetryAfter => (Answer as InferRejected)?.RetryAfter;

    /// <summary>Whether the same request may well succeed a little later.</summary>
    public bool IsTransient => Answer switch
    {
        InferRejected rejected => rejected.Reason
            is RejectionReason.QueueFull or RejectionReason.ModelUnavailable or RejectionReason.Draining,
        InferFailed failed => failed.Kind
            is RuntimeErrorKind.Busy or RuntimeErrorKind.TimedOut or RuntimeErrorKind.DeviceFault or RuntimeErrorKind.OutOfResources,
        _ => false,
    };

    private static string Describe(InferAnswer answer) => answer switch
    {
        InferRejected rejected => $"{rejected.Reason}: {rejected.Message}",
        InferFailed failed => $"{failed.Kind}: {failed.Message}",
        _ => throw new ArgumentException("A result is no exception.", nameof(answer)),
    };
}
