namespace NeuronActors.Node.Client.Bench;

/// <summary>What a benchmark found, as <c>bench --json</c> prints it.</summary>
internal sealed record BenchReport
{
    public required string Model { get; init; }

    /// <summary><c>closed</c> or <c>poisson</c>.</summary>
    public required string Mode { get; init; }

    public int? Concurrency { get; init; }

    public double? Rate { get; init; }

    /// <summary>How long was counted.</summary>
    public required double Seconds { get; init; }

    public required long Sent { get; init; }

    public required long Answered { get; init; }

    /// <summary>Results per second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>
    /// Of results, in milliseconds: from sending in a closed loop, and from the moment at which it was to be sent in an open one, so that a node
    /// that holds up the sender does not look the better for it. Null without results.
    /// </summary>
    public Latency? LatencyMs { get; init; }

    public required ImmutableArray<Refusal> Refused { get; init; }

    /// <summary>How long it took to hear of a refusal; null without one.</summary>
    public Latency? RefusalLatencyMs { get; init; }

    public required ImmutableArray<CoreCount> Cores { get; init; }

    /// <summary>Milliseconds.</summary>
    internal sealed record Latency(double Mean, double P50, double P90, double P95, double P99, double P999, double Max);

    /// <summary>Requests that got no result for one reason.</summary>
    internal sealed record Refusal(string Reason, long Count, string Example);

    /// <summary>Results of a core, or of a row of cores.</summary>
    internal sealed record CoreCount(string NeuronCore, string NeuronNode, long Answered);
}
