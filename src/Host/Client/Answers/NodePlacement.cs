namespace NeuronActors.Node.Client.Answers;

/// <summary>
/// Where a model is: what <c>/v2/neuron/models/{m}/placement</c> answers. Of one node its subgraphs with their cores; of a pool the run of
/// its cores, and what each node has of it.
/// </summary>
internal sealed record NodePlacement(string Model)
{
    /// <summary>The number of the change that brought it there; null of a pool.</summary>
    public long? Epoch { get; init; }

    /// <summary>The node, where one was named.</summary>
    public string? Node { get; init; }

    public ImmutableArray<Subgraph> Subgraphs { get; init; } = [];

    /// <summary>The version by which the pool counts; null of one node.</summary>
    public long? PoolVersion { get; init; }

    /// <summary>The first core of the pool; null where the cores are no run.</summary>
    public int? StartNc { get; init; }

    /// <summary>How many there are; null where they are no run.</summary>
    public int? NcCount { get; init; }

    /// <summary>Of a pool: what each node has.</summary>
    public ImmutableArray<Part> Parts { get; init; } = [];

    /// <summary>Where one subgraph is.</summary>
    internal sealed record Subgraph(string Name, int StartNc, int NcCount, ImmutableArray<int> Cores);

    /// <summary>The cores of one node, as it counts them.</summary>
    internal sealed record Part(string Node, int StartNc, int NcCount);
}
