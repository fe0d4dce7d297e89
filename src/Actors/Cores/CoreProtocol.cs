using Akka.Actor;
using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Cores;

/// <summary>
/// What the coordinator tells a core, and what a core tells the coordinator. All of it stays within the process. Every command carries
/// the epoch of its change, and its answer carries it back.
/// </summary>
internal static class CoreProtocol
{
    public abstract record Message : INoSerializationVerificationNeeded;

    /// <summary>
    /// Load a replica. Answered <see cref="ReplicaLoaded"/> or <see cref="ReplicaLoadFailed"/>. May be repeated: one that is loaded already
    /// is answered at once.
    /// </summary>
    public sealed record LoadReplica(Epoch Epoch, ReplicaKey Key, SubgraphFile File) : Message;

    public sealed record ReplicaLoaded(Epoch Epoch, Replica Replica) : Message;

    public sealed record ReplicaLoadFailed(
        Epoch Epoch, ReplicaKey Key, RuntimeErrorKind Kind, string Text, NeuronStatus? Status) : Message;

    /// <summary>Whatever comes of the load of this epoch, unload it at once. No answer.</summary>
    public sealed record AbandonLoad(Epoch Epoch, ReplicaKey Key) : Message;

    /// <summary>
    /// Unload a replica that has nothing in flight. Answered <see cref="ReplicaUnloaded"/>, also when it is gone already, and when the
    /// device refused: the replica is to be taken for gone all the same.
    /// </summary>
    public sealed record UnloadReplica(Epoch Epoch, ReplicaKey Key) : Message;

    public sealed record ReplicaUnloaded(Epoch Epoch, ReplicaKey Key) : Message;

    /// <summary>Go out of service. Answered by <see cref="CoreLost"/>, like any other fault.</summary>
    public sealed record GiveUp(string Why) : Message;

    /// <summary>The core is out of service, and every replica on it is lost. Nothing is asked; sent once for each time.</summary>
    public sealed record CoreLost(VisibleCoreIndex Core, string Reason) : Message;

    /// <summary>The core is back in service, empty.</summary>
    public sealed record CoreRecovered(VisibleCoreIndex Core) : Message;

    /// <summary>
    /// The node stops: take no more work, unload everything. Answered <see cref="Stopped"/> when that is done. In-flight executions may
    /// finish; the caller has drained the routers before.
    /// </summary>
    public sealed record Stop : Message;

    /// <summary>The core holds nothing any more, or, when it is not clean, holds something that only the end of the process releases.</summary>
    public sealed record Stopped(VisibleCoreIndex Core, bool IsClean) : Message;
}
