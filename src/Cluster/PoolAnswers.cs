using NeuronActors.Cluster.Serialization;

namespace NeuronActors.Cluster;

/// <summary>What the pool answers to a <see cref="ScopedCommand"/>.</summary>
public abstract record PoolAnswer : IPoolWireMessage
{
    private protected PoolAnswer()
    {
    }
}

/// <summary>The answer of one node, as that node gave it: of a command whose scope is a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Answer">Its answer; cores are counted as that node counts them.</param>
public sealed record NodeAnswered(NodeName Node, PlacementAnswer Answer) : PoolAnswer;

/// <summary>The change is in force.</summary>
/// <param name="Placement">The entry that results.</param>
public sealed record PoolChanged(PoolPlacement Placement) : PoolAnswer;

/// <summary>The model is gone from the pool.</summary>
/// <param name="Model">The model.</param>
public sealed record PoolUnloaded(ModelName Model) : PoolAnswer;

/// <summary>Where a model is in the pool.</summary>
/// <param name="Model">The model.</param>
/// <param name="PoolVersion">The version of the pool by which <paramref name="Range"/> counts.</param>
/// <param name="Range">The run of the pool's cores that it covers; null when it is none, after a node was lost or a stand-in was made.</param>
/// <param name="Parts">The nodes and their cores, in the order of the pool.</param>
public sealed record PoolPlacement(ModelName Model, long PoolVersion, PoolRange? Range, ImmutableArray<NodeRange> Parts) : PoolAnswer
{
    /// <summary>
    /// What <see cref="NeuronPool"/>'s calls with the scope of a node have besides: that node's own entry, subgraph by subgraph. Null in all
    /// others. It is not compared, and does not travel.
    /// </summary>
    public ModelPlacement? OnNode { get; init; }

    /// <inheritdoc/>
    public bool Equals(PoolPlacement? other) =>
        other is not null && Model == other.Model && PoolVersion == other.PoolVersion && Range == other.Range
        && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, PoolVersion, Range, Parts.Length);

    /// <summary>For people: <c>mnist (2, 4): n1 (2, 2); n2 (0, 2)</c>.</summary>
    public override string ToString() => $"{Model} {Range}: {(Parts.IsEmpty ? "nowhere" : string.Join("; ", Parts))}";
}

/// <summary>Every model that is loaded on some node.</summary>
/// <param name="PoolVersion">The version of the pool by which ranges count.</param>
/// <param name="Models">The entries, ordered by name.</param>
public sealed record PoolPlacementTable(long PoolVersion, ImmutableArray<PoolPlacement> Models) : PoolAnswer;

/// <summary>The command was refused before anything was touched.</summary>
/// <param name="Reason">Why, for programs.</param>
/// <param name="Message">Why, for people.</param>
public sealed record PoolRejected(PoolRejection Reason, string Message) : PoolAnswer
{
    /// <summary>With <see cref="PoolRejection.InvalidArgument"/>: the parameter that is out of range, <c>ncCount</c> for example.</summary>
    public string? Parameter { get; init; }
}

/// <summary>A step of the change failed on some node.</summary>
/// <param name="Node">The node; the default where none is to be named.</param>
/// <param name="Kind">The reaction that the failure calls for.</param>
/// <param name="Message">What went wrong, for people.</param>
/// <param name="Restored">Whether the model is back exactly where it was before.</param>
/// <param name="Parts">Where the model is now.</param>
public sealed record PoolFailed(
    NodeName Node, RuntimeErrorKind Kind, string Message, bool Restored, ImmutableArray<NodeRange> Parts) : PoolAnswer
{
    /// <summary>
    /// Whether the step may have been done all the same: the node that had it is gone, or silent. <see cref="Restored"/> says nothing then,
    /// and <see cref="Parts"/> is what this node knew.
    /// </summary>
    public bool IsOutcomeUnknown { get; init; }
}

/// <summary>Why a command to the pool was refused.</summary>
public enum PoolRejection
{
    /// <summary>A count, a start or a subgraph that cannot be meant.</summary>
    InvalidArgument,

    /// <summary>No model of that name is loaded anywhere.</summary>
    ModelNotFound,

    /// <summary>A model of that name is loaded somewhere already.</summary>
    NameTaken,

    /// <summary>A core of the range is out of service, or its node cannot be reached.</summary>
    CoreUnavailable,

    /// <summary>No node of that name is in the cluster.</summary>
    NodeNotFound,

    /// <summary>The pool has another version than the command means: an index may mean another core by now.</summary>
    StaleVersion,

    /// <summary>There was no coordinator to decide within the time that a change may wait for one.</summary>
    NoCoordinator,

    /// <summary>The coordinator has as many changes before this one as it keeps.</summary>
    Busy,
}
