using Akka.Actor;
using NeuronActors.Cores;

namespace NeuronActors.Routing;

/// <summary>
/// What the coordinator tells a router during a change, in the order in which the steps come: <see cref="Hold"/>,
/// <see cref="Drain"/> → <see cref="Drained"/>, <see cref="Remove"/>, <see cref="Admit"/>, <see cref="Release"/>. All of it stays within
/// the process. A message of an epoch older than the last one seen is ignored.
/// </summary>
internal static class RouterProtocol
{
    public abstract record Message : INoSerializationVerificationNeeded;

    /// <summary>A change of the subgraph begins: park what finds no ready routee. No answer.</summary>
    public sealed record Hold(Epoch Epoch, string Subgraph) : Message;

    /// <summary>Send nothing more to this routee. Answered <see cref="Drained"/> once nothing is in flight there.</summary>
    public sealed record Drain(Epoch Epoch, ReplicaKey Key) : Message;

    /// <summary>To the coordinator: nothing is in flight on the routee, and nothing more will be.</summary>
    public sealed record Drained(Epoch Epoch, ReplicaKey Key) : Message;

    /// <summary>The change did not come about: the draining routee is ready again. No answer.</summary>
    public sealed record Readmit(Epoch Epoch, ReplicaKey Key) : Message;

    /// <summary>The replica is unloaded, or lost with its core. No answer.</summary>
    public sealed record Remove(Epoch Epoch, ReplicaKey Key) : Message;

    /// <summary>The replica is loaded: a new routee. No answer.</summary>
    public sealed record Admit(Epoch Epoch, Replica Replica) : Message;

    /// <summary>All subgraphs are known: the model may be asked from now on. No answer.</summary>
    /// <param name="Plan">How the whole model runs; null for one that runs in parts only.</param>
    /// <param name="Signatures">The signatures of its subgraphs.</param>
    /// <param name="RunsInPartsBecause">Why there is no plan; null when there is one.</param>
    public sealed record Serve(InferPlan? Plan, ImmutableArray<SubgraphSignature> Signatures, string? RunsInPartsBecause = null) : Message;

    /// <summary>
    /// The change is over: rotate over the cores in this order, from the first. With <paramref name="HeldStill"/> another change follows
    /// at once, so nothing is refused yet. No answer.
    /// </summary>
    public sealed record Release(
        Epoch Epoch, string Subgraph, ImmutableArray<VisibleCoreIndex> Order, string? WhyUnavailable, bool HeldStill) : Message;

    /// <summary>
    /// Refuse every new request, and answer those that were accepted. Answered <see cref="Retired"/> once none is left.
    /// </summary>
    /// <param name="NodeIsStopping">Whether the node goes down, and not only the model.</param>
    public sealed record Retire(bool NodeIsStopping) : Message;

    /// <summary>The model stays after all: accept requests again. No answer.</summary>
    public sealed record Reinstate : Message;

    /// <summary>To whoever sent <see cref="Retire"/>: every accepted request is answered.</summary>
    public sealed record Retired(ModelName Model) : Message;
}
