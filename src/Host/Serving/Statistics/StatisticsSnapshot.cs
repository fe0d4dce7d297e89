namespace NeuronActors.Node.Serving.Statistics;

/// <summary>What a version of a model has done up to one moment. Within it every sum is right: each request is in it as a whole or not at all.</summary>
internal sealed record StatisticsSnapshot
{
    /// <summary>When the last inference was answered, in milliseconds since 1970; 0 when there was none.</summary>
    public required long LastInference { get; init; }

    /// <summary>Items inferred: a batch of 64 counts 64.</summary>
    public required long InferenceCount { get; init; }

    /// <summary>Executions of the model.</summary>
    public required long ExecutionCount { get; init; }

    /// <summary>Requests answered with a result, from arrival to the end of its writing.</summary>
    public required CountedTime Success { get; init; }

    /// <summary>How long each of those took, from arrival until there was a result to be written.</summary>
    public required LatencyCounts Latencies { get; init; }

    /// <summary>Requests of the model that were refused or have failed.</summary>
    public required CountedTime Fail { get; init; }

    /// <summary>Those of them whose execution failed.</summary>
    public required CountedTime FailedExecutions { get; init; }

    /// <summary>Those of them whose client went away.</summary>
    public required CountedTime Cancelled { get; init; }

    public required CountedTime Queue { get; init; }

    public required CountedTime ComputeInput { get; init; }

    public required CountedTime ComputeInfer { get; init; }

    public required CountedTime ComputeOutput { get; init; }

    /// <summary>By batch size, smallest first.</summary>
    public required ImmutableArray<BatchStatistics> Batches { get; init; }

    /// <summary>What became of answers, for what is told of each: no request has more than the one.</summary>
    public ImmutableArray<(string Key, ResponseStatistics Response)> Responses
    {
        get
        {
            var response = new ResponseStatistics(
                ComputeInfer, ComputeOutput, new CountedTime(Success.Count, ComputeInfer.Nanoseconds + ComputeOutput.Nanoseconds), FailedExecutions, Cancelled);
            return response.IsEmpty ? [] : [("0", response)];
        }
    }

    /// <summary>Failures by kind, for those that there were.</summary>
    public required ImmutableArray<KeyValuePair<ServingErrorKind, long>> Failures { get; init; }
}
