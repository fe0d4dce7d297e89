using Akka.Actor;

namespace NeuronActors.Cluster.Desired;

/// <summary>A read of everything that is not over.</summary>
/// <param name="asker">Who waits for it.</param>
internal sealed class PendingRead(IActorRef asker) : INoSerializationVerificationNeeded
{
    // The pool as a whole is one register more.
    private int _unread = DesiredShard.Count + 1;

    public IActorRef Asker => asker;

    /// <summary>Whether a majority has answered for all that has been read.</summary>
    public bool IsOfMajority { get; private set; } = true;

    /// <summary>One register has been read.</summary>
    /// <param name="isOfMajority">Whether a majority has answered in time.</param>
    /// <returns>Whether that was the last one.</returns>
    public bool TryEnd(bool isOfMajority)
    {
        IsOfMajority &= isOfMajority;
        return --_unread == 0;
    }
}
