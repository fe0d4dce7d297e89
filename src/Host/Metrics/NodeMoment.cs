using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Metrics;

/// <summary>What was seen of a node.</summary>
/// <param name="WhyNotReady">Why it is not ready; null when it is.</param>
/// <param name="Cores">Its cores.</param>
/// <param name="Placements">Where the runtime has its models, under the runtime's names.</param>
internal sealed record NodeMoment(string? WhyNotReady, ImmutableArray<CoreView> Cores, ImmutableDictionary<ModelName, ModelPlacement> Placements)
{
    public static readonly NodeMoment Unknown = new("The node is starting.", [], ImmutableDictionary<ModelName, ModelPlacement>.Empty);

    /// <summary>The cores of the pool, where the node takes part in one and knows them.</summary>
    public CoreTableView? Pool { get; init; }
}
