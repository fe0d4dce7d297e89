namespace NeuronActors.Benchmarks.Lab;

/// <summary>How much is measured. Every figure is a median over the rounds, and within a round the sides of a ratio take turns.</summary>
internal sealed record Effort
{
    /// <summary>Enough for a verdict on a quiet machine.</summary>
    public static readonly Effort Full = new()
    {
        Rounds = 7,
        WarmUp = TimeSpan.FromSeconds(1.5),
        ServerWarmUp = TimeSpan.FromSeconds(20),
        SettleIn = TimeSpan.FromSeconds(0.3),
        Window = TimeSpan.FromSeconds(1.5),
        Calls = 20_000,
        MoveRounds = 5,
        MovesPerRound = 200,
        Steady = TimeSpan.FromSeconds(5),
    };

    /// <summary>Just enough to show that everything runs.</summary>
    public static readonly Effort Smoke = new()
    {
        Rounds = 1,
        WarmUp = TimeSpan.FromSeconds(0.05),
        ServerWarmUp = TimeSpan.FromSeconds(0.05),
        SettleIn = TimeSpan.FromSeconds(0.05),
        Window = TimeSpan.FromSeconds(0.1),
        Calls = 200,
        MoveRounds = 1,
        MovesPerRound = 5,
        Steady = TimeSpan.FromSeconds(0.2),
    };

    public required int Rounds { get; init; }

    /// <summary>Time that each side runs before the first round: long enough for the second tier of the JIT.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>
    /// The same where the load goes to programs of their own. The way through a server is some thousand methods long, the JIT compiles them on
    /// processors that the load keeps busy, and until it has, the side with more code pays for it: three nodes need some 15 s.
    /// </summary>
    public required TimeSpan ServerWarmUp { get; init; }

    /// <summary>Time between the start of a load and the start of its window.</summary>
    public required TimeSpan SettleIn { get; init; }

    /// <summary>Time that is counted, for each side in each round.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Calls that are timed one by one or whose memory is counted, for each side in each round.</summary>
    public required int Calls { get; init; }

    public required int MoveRounds { get; init; }

    public required int MovesPerRound { get; init; }

    /// <summary>Time without moves, in each of the move rounds.</summary>
    public required TimeSpan Steady { get; init; }
}
