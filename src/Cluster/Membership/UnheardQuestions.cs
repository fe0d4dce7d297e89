using Akka.Actor;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Membership;

/// <summary>
/// Who has asked whether an announcement was heard that this node has not taken yet: the cluster has not told it yet that the node is up.
/// Plain. The newest question of a node stands for those before it.
/// </summary>
internal sealed class UnheardQuestions
{
    private readonly Dictionary<NodeId, Question> _open = [];

    /// <summary>Somebody asks.</summary>
    public void Add(ConfirmAnnouncement asked, IActorRef asker)
    {
        if (!_open.TryGetValue(asked.Id, out var former) || former.Sequence <= asked.Sequence) _open[asked.Id] = new Question(asked.Sequence, asker);
    }

    /// <summary>An announcement was taken.</summary>
    /// <returns>The question that is answered by it; null for none.</returns>
    public Question? Taken(NodeAnnouncement announcement)
    {
        if (!_open.TryGetValue(announcement.Id, out var question) || question.Sequence > announcement.Sequence) return null;

        _open.Remove(announcement.Id);
        return question;
    }

    /// <summary>A node is gone, and waits for nothing.</summary>
    public void Removed(NodeId id) => _open.Remove(id);

    /// <summary>A question that is open.</summary>
    public sealed record Question(long Sequence, IActorRef Asker);
}
