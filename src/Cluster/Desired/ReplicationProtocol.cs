using Akka.Actor;
using NeuronActors.Cluster.Changes;

namespace NeuronActors.Cluster.Desired;

/// <summary>What the coordinator and the actor that replicates for it tell each other, on one node.</summary>
internal static class ReplicationProtocol
{
    public abstract record Message : INoSerializationVerificationNeeded;

    /// <summary>Read everything, from a majority of nodes where that answers in time. Answered <see cref="AllRead"/>.</summary>
    public sealed record ReadAll : Message;

    /// <summary>What is replicated.</summary>
    public sealed record AllRead(PoolState State, ImmutableArray<DesiredShard> Shards) : Message
    {
        /// <summary>Whether a majority has answered for all of it.</summary>
        public bool IsOfMajority { get; init; }
    }

    /// <summary>Replicate this. Answered <see cref="Written"/>.</summary>
    public sealed record WriteState(PoolState State) : Message;

    /// <summary>Replicate this. Answered <see cref="Written"/> with the same tag.</summary>
    public sealed record WriteShard(int Index, DesiredShard Shard, object Tag) : Message;

    /// <summary>
    /// It is written, here and on a majority of nodes, and what is meant is known to all nodes that can be reached; or at least here: where
    /// those do not answer in time the replicas come together later.
    /// </summary>
    public sealed record Written(object Tag) : Message;
}
