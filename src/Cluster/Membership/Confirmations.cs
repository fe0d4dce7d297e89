using Akka.Actor;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Membership;

/// <summary>
/// Who waits until all other nodes know of a change on this one, and for which nodes still. Plain. A load is answered after that, so that
/// whoever has the answer can ask any node.
/// </summary>
internal sealed class Confirmations
{
    private readonly List<Waiting> _waiting = [];

    /// <summary>Somebody waits for a change to be known.</summary>
    /// <param name="model">The model.</param>
    /// <param name="epoch">The change.</param>
    /// <param name="asker">Who is told.</param>
    public void Add(ModelName model, Epoch epoch, IActorRef asker) => _waiting.Add(new Waiting(model, epoch, asker));

    /// <summary>An announcement goes to these nodes.</summary>
    /// <returns>Whether anybody waits for what is in it, so that the nodes are to be asked if they have heard it.</returns>
    public bool Announced(NodeAnnouncement announcement, IReadOnlyCollection<NodeId> to)
    {
        var isWaitedFor = false;
        foreach (var one in _waiting)
        {
            if (one.Sequence is not null || !Knows(announcement, one)) continue;

            one.Sequence = announcement.Sequence;
            one.Nodes.UnionWith(to);
            isWaitedFor = true;
        }

        return isWaitedFor;
    }

    /// <summary>A node knows an announcement.</summary>
    /// <returns>Who has nothing left to wait for.</returns>
    public IEnumerable<IActorRef> Heard(NodeId by, long sequence)
    {
        foreach (var one in _waiting.Where(one => one.Sequence <= sequence)) one.Nodes.Remove(by);
        return TakeDone();
    }

    /// <summary>Nodes that are gone, or cannot be reached, are not waited for.</summary>
    /// <param name="present">Those that are.</param>
    /// <returns>Who has nothing left to wait for.</returns>
    public IEnumerable<IActorRef> Only(IReadOnlyCollection<NodeId> present)
    {
        foreach (var one in _waiting) one.Nodes.IntersectWith(present);
        return TakeDone();
    }

    /// <summary>Somebody waits no longer.</summary>
    public void Remove(IActorRef asker) => _waiting.RemoveAll(one => one.Asker.Equals(asker));

    // The epoch of the whole says nothing while another change of the node has not ended.
    private static bool Knows(NodeAnnouncement announcement, Waiting waiting) =>
        announcement.Epoch >= waiting.Epoch || announcement.Find(waiting.Model)?.Epoch >= waiting.Epoch;

    private List<IActorRef> TakeDone()
    {
        List<IActorRef> done = [.. _waiting.Where(one => one.Sequence is not null && one.Nodes.Count == 0).Select(one => one.Asker)];
        _waiting.RemoveAll(one => one.Sequence is not null && one.Nodes.Count == 0);
        return done;
    }

    private sealed record Waiting(ModelName Model, Epoch Epoch, IActorRef Asker)
    {
        public HashSet<NodeId> Nodes { get; } = [];

        public long? Sequence { get; set; }
    }
}
