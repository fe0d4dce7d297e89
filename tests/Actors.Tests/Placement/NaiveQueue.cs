using NeuronActors.Placement;

namespace NeuronActors.Tests.Placement;

/// <summary>The rules of the change queue, each asked anew of everything that waits and runs.</summary>
internal sealed class NaiveQueue
{
    public List<(QueuedChange Change, int[]? Claim)> Waiting { get; } = [];

    public Dictionary<ModelName, int[]> Running { get; } = [];

    public QueuedChange? Take()
    {
        var index = Enumerable.Range(0, Waiting.Count).FirstOrDefault(MayBegin, -1);
        if (index < 0) return null;

        var (change, claim) = Waiting[index];
        Waiting.RemoveAt(index);
        if (claim is not null) Running.Add(change.Model, claim);
        return change;
    }

    private bool MayBegin(int index) =>
        IsNext(index)
        && (Waiting[index].Claim is not { } claim || !claim.Intersect(Running.Values.SelectMany(cores => cores).Concat(WaitedFor(index))).Any());

    // What an earlier change waits for. One that waits for its model, or for its file, claims no cores yet.
    private IEnumerable<int> WaitedFor(int index) => Enumerable.Range(0, index).Where(IsNext).SelectMany(i => Waiting[i].Claim ?? []);

    private bool IsNext(int index) =>
        Waiting[index].Change.IsReady
        && !Running.ContainsKey(Waiting[index].Change.Model)
        && !Waiting.Take(index).Any(earlier => earlier.Change.Model == Waiting[index].Change.Model);
}
