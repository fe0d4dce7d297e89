namespace NeuronActors.Node.Client.Answers;

/// <summary>Where a model is: what <c>/v2/neuron/models/{m}/placement</c> answers.</summary>
internal sealed record NodePlacement(string Model, long Epoch, ImmutableArray<NodePlacement.Subgraph> Subgraphs)
{
    /// <summary>Every core that has a replica of the model, once.</summary>
    public ImmutableArray<int> AllCores() => [.. Subgraphs.SelectMany(subgraph => subgraph.Cores).Distinct().Order()];

    /// <summary>Where one subgraph is.</summary>
    internal sealed record Subgraph(string Name, int StartNc, int NcCount, ImmutableArray<int> Cores);
}
