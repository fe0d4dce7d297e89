using System.Diagnostics.CodeAnalysis;

namespace NeuronActors.Cluster.Changes;

/// <summary>
/// The last answers that an actor has given, by the name of what was asked: what is asked again, because an answer may have been lost, is answered
/// from here and not done again. Plain.
/// </summary>
internal sealed class KeptAnswers<T>
    where T : class
{
    // Far more than can be asked again before it is given up.
    private const int Most = 256;

    private readonly Dictionary<string, T> _answers = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Keeps one; of those that are too many the oldest goes. What has been answered already stays so.</summary>
    public void Add(string name, T answer)
    {
        if (!_answers.TryAdd(name, answer)) return;

        _order.Enqueue(name);
        if (_order.Count > Most) _answers.Remove(_order.Dequeue());
    }

    public bool TryFind(string name, [NotNullWhen(true)] out T? answer) => _answers.TryGetValue(name, out answer);

    public void Clear()
    {
        _answers.Clear();
        _order.Clear();
    }
}
