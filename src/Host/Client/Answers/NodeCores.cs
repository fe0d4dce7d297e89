namespace NeuronActors.Node.Client.Answers;

/// <summary>The cores of a node: what <c>/v2/neuron/cores</c> answers.</summary>
/// <param name="Runtime">What executes on the node that was asked.</param>
/// <param name="Node">Its name.</param>
/// <param name="Cores">The cores: its own, or those of the whole pool.</param>
/// <param name="PoolVersion">With the pool: the version by which its indices count.</param>
internal sealed record NodeCores(string Runtime, string Node, ImmutableArray<NodeCores.Core> Cores, long? PoolVersion = null)
{
    /// <summary>Whether these are the cores of a pool.</summary>
    public bool IsPool => PoolVersion is not null;

    /// <summary>Whether a model runs as several subgraphs, so that the name of one says something.</summary>
    public bool IsSplit(string model) =>
        Cores.SelectMany(core => core.Replicas).Where(replica => replica.Model == model).Select(replica => replica.Subgraph).Distinct().Count() > 1;

    /// <summary>One core.</summary>
    internal sealed record Core
    {
        public required int Index { get; init; }

        /// <summary>The node that it belongs to; null where that is the node that was asked.</summary>
        public string? Node { get; init; }

        /// <summary>Its place in the pool; null where nothing was asked of a pool.</summary>
        public int? PoolIndex { get; init; }

        /// <summary>False while its node cannot be reached.</summary>
        public bool? Reachable { get; init; }

        /// <summary>Its state, and first of all whether its node can be reached.</summary>
        public string Shown => Reachable == false ? "unreachable" : State;

        public required int PhysicalId { get; init; }

        public required string State { get; init; }

        /// <summary>Why it is out of service; null when it is not.</summary>
        public string? Reason { get; init; }

        public ImmutableArray<Replica> Replicas { get; init; } = [];

        public long InFlight { get; init; }

        public long Executed { get; init; }

        public long Failed { get; init; }

        public CoreMemory Memory { get; init; } = new(0, null);
    }

    /// <summary>A subgraph on a core.</summary>
    internal sealed record Replica(string Model, string Subgraph, string State, string? Version = null);

    /// <summary>Bytes; without a limit on virtual cores.</summary>
    internal sealed record CoreMemory(long Used, long? Limit);
}
