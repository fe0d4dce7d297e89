namespace NeuronActors;

/// <summary>What a caller may say about one inference. The default value is right for most.</summary>
public readonly record struct InferOptions
{
    private readonly bool _doesNotRetry;

    /// <summary>After this moment it is not executed any more, and is answered <see cref="RejectionReason.DeadlineExceeded"/>.</summary>
    public Deadline Deadline { get; init; }

    /// <summary>Where it stands in the queue.</summary>
    public InferPriority Priority { get; init; }

    /// <summary>The one subgraph to run; null runs all of the model in order.</summary>
    public string? Subgraph { get; init; }

    /// <summary>Whether it may be executed a second time, on another core, when the first fails under it. True unless said otherwise.</summary>
    public bool RetryOnFault
    {
        get => !_doesNotRetry;
        init => _doesNotRetry = !value;
    }

    /// <summary>With a deadline that lies a time ahead of now.</summary>
    public static InferOptions Within(TimeSpan time) => new() { Deadline = Deadline.After(time) };
}
