namespace NeuronActors.Cluster;

/// <summary>The pool as one node sees it at one moment. Immutable.</summary>
/// <param name="Version">The version by which pool indices count; 0 while there is no pool yet.</param>
/// <param name="Nodes">The nodes that are in the cluster and have said what they have, the oldest first.</param>
/// <param name="Models">Every model that is on some node, is meant to be or is on its way out, ordered by name.</param>
public sealed record PoolView(long Version, ImmutableArray<PoolNode> Nodes, ImmutableArray<PoolModel> Models)
{
    /// <summary>
    /// Whether this node has read, since it is in the cluster, what is meant. Until then a model may be meant for it of which it knows nothing.
    /// </summary>
    public bool KnowsWhatIsMeant { get; init; }

    /// <summary>
    /// Whether it has besides heard of every node that can be reached. Until then a model that is not among <see cref="Models"/> may be in the
    /// pool.
    /// </summary>
    public bool IsComplete { get; init; }

    /// <summary>Who decides about changes that cross nodes: the oldest; null while there is nobody.</summary>
    public NodeName? Coordinator => Nodes.FirstOrDefault(node => node.State != PoolNodeState.Leaving)?.Name;

    /// <summary>The node of a name; null when there is none.</summary>
    public PoolNode? Find(NodeName name) => Nodes.FirstOrDefault(node => node.Name == name);

    /// <summary>The model of a name; null when it is nowhere and not meant to be anywhere.</summary>
    public PoolModel? Find(ModelName name) => Models.FirstOrDefault(model => model.Name == name);
}

/// <summary>A node of the pool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">What it is in.</param>
/// <param name="Cores">How many cores it has.</param>
public sealed record PoolNode(NodeName Name, PoolNodeState State, int Cores);

/// <summary>The states of a node, as others see it.</summary>
public enum PoolNodeState
{
    /// <summary>It works.</summary>
    Up,

    /// <summary>It is on its way down and takes nothing new.</summary>
    Draining,

    /// <summary>It is on its way out of the cluster.</summary>
    Leaving,

    /// <summary>The failure detector cannot reach it.</summary>
    Unreachable,
}

/// <summary>A model of the pool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nodes">The nodes that hold it, by what they said last.</param>
/// <param name="IsMeant">Whether a command to the pool placed it, so that the pool keeps it where it is meant to be.</param>
public sealed record PoolModel(ModelName Name, ImmutableArray<NodeName> Nodes, bool IsMeant)
{
    /// <summary>The nodes that are meant to hold it, those that cannot be reached or are away among them; empty where it is not meant.</summary>
    public ImmutableArray<NodeName> MeantFor { get; init; } = [];

    /// <summary>
    /// Whether it has been unloaded from the whole pool, and some node has not said yet that it has it no more. Until then the pool unloads
    /// whatever is loaded under this name.
    /// </summary>
    public bool IsOnItsWayOut { get; init; }
}
