namespace NeuronActors.Node.Demo.Load;

/// <summary>What came of the load.</summary>
/// <param name="Phases">Steady phases and moves in turn, beginning with a steady one.</param>
/// <param name="Sent">Requests sent.</param>
/// <param name="Answered">Requests that got an answer.</param>
/// <param name="Failed">Those whose answer was a refusal or a failure.</param>
/// <param name="Duplicated">Answers to a request that had one already.</param>
/// <param name="Wrong">Results that are not what the digit shows.</param>
internal sealed record LoadResult(
    ImmutableArray<LoadPhase> Phases, long Sent, long Answered, long Failed, long Duplicated, long Wrong)
{
    /// <summary>What the first request that failed was told.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>The phase in which a move was made, counted from 0.</summary>
    public LoadPhase During(int move) => Phases[(2 * move) + 1];

    /// <summary>The steady phase before a move; that after the last one is before the one that would follow.</summary>
    public LoadPhase Before(int move) => Phases[2 * move];

    public TimeSpan Duration => Phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Duration);
}

/// <summary>One phase of the load.</summary>
/// <param name="Duration">How long it lasted.</param>
/// <param name="PerCore">Answers by core.</param>
/// <param name="Latency">How long they took.</param>
internal sealed record LoadPhase(TimeSpan Duration, ImmutableArray<long> PerCore, LatencySummary Latency)
{
    public long Answers => PerCore.Sum();

    public double PerSecond => Answers / Duration.TotalSeconds;
}
