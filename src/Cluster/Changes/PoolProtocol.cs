using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster.Changes;

/// <summary>What an entry, the coordinator and the nodes tell each other in a change.</summary>
internal static class PoolProtocol
{
    public abstract record Message : IPoolWireMessage;

    /// <summary>
    /// A command for the pool: from an entry to the coordinator. Answered <see cref="Deciding"/> at once and with a
    /// <see cref="PoolAnswer"/> at its end. Repeated until the first has come, and to every new coordinator until the second has.
    /// </summary>
    /// <param name="Order">The command's own name: whoever gets it twice does it once.</param>
    /// <param name="Command">The command.</param>
    public sealed record Decide(string Order, ScopedCommand Command) : Message
    {
        /// <summary>The id of the files that a load is about; null where the entry's node could not read them.</summary>
        public ContentHash? Files { get; init; }

        /// <summary>The entry's node, which has the files; null for one of wire version 1.</summary>
        public NodeName? Origin { get; init; }
    }

    /// <summary>
    /// What is meant from now on: from the replication of the coordinator's node to that of every other, because a change takes its first
    /// step, and is answered, when all have heard of it, and Akka's gossip comes seconds later. Answered <see cref="Learned"/>.
    /// </summary>
    /// <param name="Write">The number of the write on the coordinator's node.</param>
    /// <param name="Index">The number of the shard.</param>
    /// <param name="Shard">The shard.</param>
    public sealed record Learn(long Write, int Index, Desired.DesiredShard Shard) : Message;

    /// <summary>A node knows it.</summary>
    /// <param name="Write">The number of the write.</param>
    /// <param name="By">The node.</param>
    public sealed record Learned(long Write, NodeName By) : Message;

    /// <summary>
    /// A command for one node: from the entry that took it to that node, which carries it out as its own. Answered <see cref="Executing"/> at once, as long as it
    /// runs, and with a <see cref="PoolAnswer"/> at its end. Repeated until the second has come.
    /// </summary>
    /// <param name="Order">The command's own name: the node does it once.</param>
    /// <param name="For">The life of the node that is meant: a later one at the same address has not promised anything.</param>
    /// <param name="Command">The command.</param>
    public sealed record Execute(string Order, Pools.NodeId For, PlacementCommand Command) : Message;

    /// <summary>The node lives, and carries the command out.</summary>
    public sealed record Executing(string Order) : Message;

    /// <summary>The coordinator has the command. Whoever is not the coordinator says nothing.</summary>
    public sealed record Deciding(string Order) : Message;

    /// <summary>
    /// What a node is to hold of a model from now on: from the coordinator to the node. Answered <see cref="Placed"/> when it does, or
    /// cannot. Repeated until answered; the node does a step once.
    /// </summary>
    /// <param name="Term">The coordinator's. One lower than the highest that the node has seen is refused as stale.</param>
    /// <param name="Step">The step's own name.</param>
    /// <param name="Model">The model.</param>
    /// <param name="Source">Where it comes from.</param>
    /// <param name="Range">The cores; null for none.</param>
    public sealed record Place(long Term, string Step, ModelName Model, ModelSource Source, NcRange? Range) : Message
    {
        /// <summary>The order of the halves of a move within the node; null for the node's own.</summary>
        public MovePolicy? Policy { get; init; }

        /// <summary>The node that took the command, and so has the files; null when that is not known.</summary>
        public NodeName? Origin { get; init; }
    }

    /// <summary>A node has done its step, or could not.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Now">The cores on which it holds the model now; null for none.</param>
    /// <param name="Epoch">The node's change that made it so.</param>
    public sealed record Placed(string Step, NcRange? Now, Epoch Epoch) : Message
    {
        /// <summary>Why it could not, for programs; null when it could.</summary>
        public RuntimeErrorKind? Failed { get; init; }

        /// <summary>Why it could not, for people.</summary>
        public string? Why { get; init; }

        /// <summary>Whether it was refused because a later coordinator has spoken.</summary>
        public bool IsStale { get; init; }
    }
}
