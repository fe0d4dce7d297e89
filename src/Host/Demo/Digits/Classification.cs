using System.Diagnostics;

namespace NeuronActors.Node.Demo.Digits;

/// <summary>What came of classifying every digit once.</summary>
/// <param name="Answers">What the net said of each digit.</param>
/// <param name="Right">How many it read right.</param>
/// <param name="Cores">The core that answered each, in the order in which they were sent.</param>
/// <param name="Took">How long all took.</param>
internal sealed record Classification(ImmutableArray<int> Answers, int Right, ImmutableArray<VisibleCoreIndex> Cores, TimeSpan Took)
{
    /// <summary>How many are in flight at once: two for each of two cores, so that neither is ever full and passed over.</summary>
    public const int InFlight = 4;

    public int Count => Cores.Length;

    /// <summary>Classifies all digits, in order.</summary>
    /// <exception cref="InferException">One could not be classified.</exception>
    public static async Task<Classification> RunAsync(NeuronModel model, DigitSet digits, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var answers = new InferCompleted[digits.Count];
        var pending = new Queue<Task<InferCompleted>>();
        for (var sent = 0; sent < digits.Count; sent++)
        {
            if (pending.Count == InFlight) answers[sent - InFlight] = await pending.Dequeue();
            pending.Enqueue(model.InferAsync(digits.Input(sent), cancellationToken).AsTask());
        }

        while (pending.TryDequeue(out var last)) answers[digits.Count - pending.Count - 1] = await last;

        var took = Stopwatch.GetElapsedTime(begun);
        ImmutableArray<int> read = [.. answers.Select(DigitSet.ReadAnswer)];
        return new Classification(read, read.Where((digit, i) => digit == digits.Label(i)).Count(), [.. answers.Select(answer => answer.Cores[0])], took);
    }
}
