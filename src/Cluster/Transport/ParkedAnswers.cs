using System.Collections.Concurrent;

namespace NeuronActors.Cluster.Transport;

/// <summary>Answers that turned out too large for a <see cref="SharedCall"/> and wait to be collected. Thread-safe.</summary>
internal sealed class ParkedAnswers
{
    private readonly ConcurrentDictionary<Guid, (TensorFrame Answer, object Owner, long Id)> _answers = new();

    /// <summary>How many wait.</summary>
    public int Count => _answers.Count;

    /// <summary>Keeps one.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="owner">With whose end nobody is going to take it any more.</param>
    /// <param name="id">The request, among those of the owner.</param>
    /// <returns>What it can be taken with.</returns>
    public Guid Park(TensorFrame answer, object owner, long id)
    {
        var ticket = Guid.NewGuid();
        _answers[ticket] = (answer, owner, id);
        return ticket;
    }

    /// <summary>Takes one away; null when there is none of that ticket.</summary>
    public TensorFrame? Take(Guid ticket) => _answers.TryRemove(ticket, out var parked) ? parked.Answer : null;

    /// <summary>Drops one.</summary>
    public void Forget(Guid ticket) => _answers.TryRemove(ticket, out _);

    /// <summary>Drops the one of a request, if it is here. Few are, so they are looked through.</summary>
    public void Forget(object owner, long id)
    {
        foreach (var (ticket, parked) in _answers)
        {
            if (parked.Id == id && ReferenceEquals(parked.Owner, owner)) Forget(ticket);
        }
    }

    /// <summary>Drops all of an owner.</summary>
    public void ForgetOf(object owner)
    {
        foreach (var (ticket, parked) in _answers)
        {
            if (ReferenceEquals(parked.Owner, owner)) Forget(ticket);
        }
    }
}
