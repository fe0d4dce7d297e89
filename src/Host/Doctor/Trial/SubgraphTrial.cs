namespace NeuronActors.Node.Doctor.Trial;

/// <summary>What came of loading one subgraph and running it.</summary>
/// <param name="Name">Its name within the file.</param>
internal sealed record SubgraphTrial(string Name)
{
    /// <summary>What it takes and gives, one line each; empty when it could not be loaded.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    public ImmutableArray<string> Outputs { get; init; } = [];

    public double LoadMilliseconds { get; init; }

    /// <summary>What it takes on its core, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>How often it was run, after some times for nothing.</summary>
    public int Runs { get; init; }

    /// <summary>The means of the three steps, in microseconds.</summary>
    public double WriteMicroseconds { get; init; }

    public double ExecuteMicroseconds { get; init; }

    public double ReadMicroseconds { get; init; }

    /// <summary>Of whole runs, in microseconds.</summary>
    public double P50Microseconds { get; init; }

    public double P99Microseconds { get; init; }

    /// <summary>Why it ended before its end; null when it did not.</summary>
    public string? Failure { get; init; }
}
