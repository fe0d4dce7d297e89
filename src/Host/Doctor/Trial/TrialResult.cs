namespace NeuronActors.Node.Doctor.Trial;

/// <summary>What came of loading a file and running it.</summary>
internal sealed record TrialResult
{
    /// <summary>The runtime in one line; null when it could not be started.</summary>
    public string? Runtime { get; init; }

    /// <summary>How long it took to start, in milliseconds.</summary>
    public double StartMilliseconds { get; init; }

    /// <summary>The memory of each visible core before the load, in bytes.</summary>
    public ImmutableArray<CoreMemory> Memory { get; init; } = [];

    /// <summary>Each subgraph of the file that its model runs, in the order of their first use.</summary>
    public ImmutableArray<SubgraphTrial> Subgraphs { get; init; } = [];

    /// <summary>What the runtime wanted to have in a log meanwhile.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>Why no subgraph was tried; null when they were.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether every subgraph ran to its end.</summary>
    public bool Ok => Failure is null && Subgraphs.All(subgraph => subgraph.Failure is null);
}
