using Akka.Actor;

namespace NeuronActors.Cluster.Desired;

/// <summary>A write that is not over: a majority has to have it, and every node that can be reached has to know it.</summary>
/// <param name="number">Its number on this node.</param>
/// <param name="asker">Who waits for it.</param>
/// <param name="tag">What that one calls it.</param>
/// <param name="unheard">The nodes that have not said that they know it.</param>
internal sealed class PendingWrite(long number, IActorRef asker, object tag, IEnumerable<NodeName> unheard) : INoSerializationVerificationNeeded
{
    public long Number => number;

    public HashSet<NodeName> Unheard { get; } = [.. unheard];

    /// <summary>Whether the majority has it, or has had its time.</summary>
    public bool IsReplicated { get; set; }

    /// <summary>Tells whoever waits, if it is over.</summary>
    public bool TryEnd()
    {
        if (!IsReplicated || Unheard.Count > 0) return false;

        asker.Tell(new ReplicationProtocol.Written(tag));
        return true;
    }
}
