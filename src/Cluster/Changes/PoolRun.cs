using Akka.Actor;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Pools;

namespace NeuronActors.Cluster.Changes;

/// <summary>Something that is under way for one model: a change, or a reconciliation, which has no way back.</summary>
/// <param name="meant">What is meant while it is under way.</param>
/// <param name="change">The change; null for a reconciliation.</param>
internal sealed class PoolRun(DesiredModel meant, PoolChange? change)
{
    public DesiredModel Meant { get; set; } = meant;

    public PoolChange? Change => change;

    public ModelName Model => Meant.Model;

    /// <summary>The node that took the command, and so has the files; null when that is not known.</summary>
    public NodeName? Origin { get; init; }

    /// <summary>Who is answered; nobody while the asker has not been heard of, after a coordinator was lost.</summary>
    public IActorRef ReplyTo { get; set; } = ActorRefs.Nobody;

    /// <summary>The steps that nodes have been asked for and have not answered, by name.</summary>
    public Dictionary<string, (NodeStep Step, NodeId Node)> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>What nodes have said of the model in this run.</summary>
    public Dictionary<NodeName, (long Incarnation, Epoch Epoch)> Seen { get; } = [];

    /// <summary>Whether its end has been decided and is being written.</summary>
    public bool IsEnding { get; set; }

    /// <summary>What is said when the end is written.</summary>
    public PoolAnswer? Answer { get; set; }

    /// <summary>A part with what is known of it from this run.</summary>
    public DesiredPart Noted(DesiredPart part) =>
        Seen.TryGetValue(part.Node, out var seen) ? part with { SeenIn = seen.Incarnation, SeenAt = seen.Epoch } : part;
}
