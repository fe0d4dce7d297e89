using Akka.Actor;

namespace NeuronActors.Node.Demo.Load;

/// <summary>
/// What one caller has sent and got. It has one request outstanding at a time, so an answer to any other id is a second answer to a
/// request that had its own already.
/// </summary>
internal sealed class CallerTally(int cores) : INoSerializationVerificationNeeded
{
    private readonly Dictionary<int, PhaseTally> _phases = [];

    public long Sent { get; private set; }

    public long Answered { get; private set; }

    public long Failed { get; private set; }

    public long Duplicated { get; private set; }

    public long Wrong { get; private set; }

    /// <summary>What the first request that failed was told; null while none has.</summary>
    public string? FirstFailure { get; private set; }

    public IReadOnlyDictionary<int, PhaseTally> Phases => _phases;

    public void CountSent() => Sent++;

    public void CountDuplicate() => Duplicated++;

    /// <summary>Counts a result.</summary>
    /// <param name="core">The core that it came from.</param>
    /// <param name="isRight">Whether it is what the digit shows.</param>
    /// <param name="latency">How long it took.</param>
    /// <param name="sentIn">The phase in which it was sent.</param>
    /// <param name="answeredIn">The phase in which it was answered.</param>
    public void CountResult(VisibleCoreIndex core, bool isRight, TimeSpan latency, int sentIn, int answeredIn)
    {
        Answered++;
        if (!isRight) Wrong++;
        Phase(Owner(sentIn, answeredIn)).Count(core, latency);
    }

    public void CountFailure(string why)
    {
        Answered++;
        Failed++;
        FirstFailure ??= why;
    }

    public void Add(CallerTally other)
    {
        Sent += other.Sent;
        Answered += other.Answered;
        Failed += other.Failed;
        Duplicated += other.Duplicated;
        Wrong += other.Wrong;
        FirstFailure ??= other.FirstFailure;
        foreach (var (phase, tally) in other._phases) Phase(phase).Add(tally);
    }

    // A request that any part of a move fell into belongs to the move: it is the one that may have had to wait. Moves are odd.
    private static int Owner(int sentIn, int answeredIn) => sentIn == answeredIn || int.IsOddInteger(sentIn) ? sentIn : sentIn + 1;

    private PhaseTally Phase(int phase)
    {
        if (!_phases.TryGetValue(phase, out var tally)) _phases[phase] = tally = new PhaseTally(cores);
        return tally;
    }
}
