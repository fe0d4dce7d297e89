namespace NeuronActors.Node.Client.Answers;

/// <summary>The cores of a node: what <c>/v2/neuron/cores</c> answers.</summary>
internal sealed record NodeCores(string Runtime, string Node, ImmutableArray<NodeCores.Core> Cores)
{
    /// <summary>Whether a model runs as several subgraphs, so that the name of one says something.</summary>
    public bool IsSplit(string model) =>
        Cores.SelectMany(core => core.Replicas).Where(replica => replica.Model == model).Select(replica => replica.Subgraph).Distinct().Count() > 1;

    /// <summary>One core.</summary>
    internal sealed record Core
    {
        public required int Index { get; init; }

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
