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

    /// <summary>What the file takes and gives, one line each; empty when it could not be loaded.</summary>
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

    /// <summary>What the runtime wanted to have in a log meanwhile.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>Why it ended before its end; null when it did not.</summary>
    public string? Failure { get; init; }
}
