using System.Diagnostics;
using NeuronActors.Serialization;

namespace NeuronActors;

/// <summary>
/// Asks for one inference. Told to the router of its model or to the entry actor, which knows every model; the sender gets exactly one
/// <see cref="InferAnswer"/>: <see cref="InferCompleted"/>, <see cref="InferRejected"/> or <see cref="InferFailed"/>.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Inputs">
/// The inputs of the model, or of the subgraph that is addressed, in any order. Their memory belongs to this message until the answer.
/// </param>
/// <remarks>May be repeated: it changes nothing. From another process only as large as one frame of the transport allows.</remarks>
public sealed record Infer(ModelName Model, ImmutableArray<NamedTensor> Inputs) : INeuronWireMessage
{
    /// <summary>The one subgraph to run; null runs all of the model in order.</summary>
    public string? Subgraph { get; init; }

    /// <summary>Comes back in the answer; the sender's own affair.</summary>
    public string? RequestId { get; init; }

    /// <summary>After this moment it is not executed any more, and is answered at once.</summary>
    public Deadline Deadline { get; init; }

    /// <summary>Where it stands in the queue of its model.</summary>
    public InferPriority Priority { get; init; }

    /// <summary>
    /// Whether it may be executed a second time, on another core, when the first core fails under it. On by default: an inference has no
    /// effect besides its answer.
    /// </summary>
    public bool RetryOnFault { get; init; } = true;

    /// <summary>The trace that this inference belongs to. Its activities become children of it.</summary>
    public ActivityContext TraceContext { get; init; }
}

/// <summary>
/// Takes an <see cref="Infer"/> back: told to the same actor by the same sender. One that still waits is answered
/// <see cref="RejectionReason.Cancelled"/> and never executed; so is one that runs, and its result is dropped. No answer of its own.
/// </summary>
/// <param name="Model">The model of the request.</param>
/// <param name="RequestId">The <see cref="Infer.RequestId"/> of the request.</param>
/// <remarks>May be repeated. Without a match it does nothing: the answer is then on its way already.</remarks>
public sealed record CancelInfer(ModelName Model, string RequestId) : INeuronWireMessage;
