namespace NeuronActors;

/// <summary>Why an <see cref="Infer"/> was refused.</summary>
public enum RejectionReason
{
    /// <summary>The model's queue is full. Try again after <see cref="InferRejected.RetryAfter"/>.</summary>
    QueueFull,

    /// <summary>Its deadline has passed, or cannot be met any more.</summary>
    DeadlineExceeded,

    /// <summary>No model, or no subgraph, of that name is loaded.</summary>
    ModelNotFound,

    /// <summary>The model is loaded and has no replica that could run it now.</summary>
    ModelUnavailable,

    /// <summary>The inputs do not fit the signature; <see cref="InferRejected.Mismatch"/> says which and how.</summary>
    InvalidInput,

    /// <summary>This node is on its way down and takes no new work.</summary>
    Draining,

    /// <summary>The caller took it back.</summary>
    Cancelled,

    /// <summary>The request, or its answer, is larger than one frame between nodes may be.</summary>
    TooLargeForFrame,

    /// <summary>The model runs in parts only, and no subgraph was named; the message says why, and which there are.</summary>
    RunsInParts,
}
