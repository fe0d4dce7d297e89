using NeuronActors.Serialization;

namespace NeuronActors;

/// <summary>The one answer that every <see cref="Infer"/> gets.</summary>
public abstract record InferAnswer : INeuronWireMessage
{
    private protected InferAnswer()
    {
    }

    /// <summary>The <see cref="Infer.RequestId"/> of the request.</summary>
    public string? RequestId { get; init; }
}

/// <summary>The inference was run; here is its result.</summary>
/// <param name="Outputs">The outputs in the order of the signature, in memory that belongs to whoever gets this.</param>
/// <param name="Cores">The core that ran each subgraph, in the order in which they ran.</param>
public sealed record InferCompleted(ImmutableArray<NamedTensor> Outputs, ImmutableArray<VisibleCoreIndex> Cores) : InferAnswer
{
    /// <summary>The time from acceptance to answer that was not spent executing.</summary>
    public TimeSpan Queued { get; init; }

    /// <summary>The time that its executions took, over all subgraphs.</summary>
    public TimeSpan Executed { get; init; }

    /// <summary>The node of a pool that ran it, and by which <see cref="Cores"/> are counted; null outside of a pool.</summary>
    public string? Node { get; init; }

    /// <summary>The output of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those that there are.</exception>
    public Tensor this[string output]
    {
        get
        {
            foreach (var candidate in Outputs)
            {
                if (string.Equals(candidate.Name, output, StringComparison.Ordinal)) return candidate.Tensor;
            }

            throw new KeyNotFoundException($"No output '{output}'; there are {string.Join(", ", Outputs.Select(o => $"'{o.Name}'"))}.");
        }
    }
}

/// <summary>The inference was refused; nothing that it could have changed has changed, and another try is safe.</summary>
/// <param name="Reason">Why, for programs.</param>
/// <param name="Message">Why, for people.</param>
public sealed record InferRejected(RejectionReason Reason, string Message) : InferAnswer
{
    /// <summary>
    /// With <see cref="RejectionReason.QueueFull"/>: when, by the present pace, the queue will have worked off what is before a new
    /// request. Null where nothing is known.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>With <see cref="RejectionReason.InvalidInput"/>: which input, what it takes and what was given.</summary>
    public InputMismatch? Mismatch { get; init; }
}

/// <summary>The inference was begun and failed in the runtime, the second try on another core included where there was one.</summary>
/// <param name="Kind">The reaction that the failure calls for.</param>
/// <param name="Message">What went wrong, for people.</param>
public sealed record InferFailed(RuntimeErrorKind Kind, string Message) : InferAnswer
{
    /// <summary>The core it failed on last; null when it never reached one.</summary>
    public VisibleCoreIndex? Core { get; init; }

    /// <summary>The raw status of the native library; null when there was none.</summary>
    public NeuronStatus? Status { get; init; }
}
