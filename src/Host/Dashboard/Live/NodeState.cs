using NeuronActors.Node.Metrics;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Dashboard.Live;

/// <summary>All that the page shows, at one moment.</summary>
/// <param name="At">When, in milliseconds since 1970.</param>
/// <param name="Seen">Cores and placements.</param>
/// <param name="Loads">For each core its load and its rate.</param>
/// <param name="Total">All models together.</param>
/// <param name="Models">The models.</param>
/// <param name="Marks">What was moved.</param>
/// <param name="Repository">The models that there are; empty when that cannot be read.</param>
internal sealed record NodeState(
    long At,
    NodeMoment Seen,
    ImmutableArray<(double Load, double Rate)> Loads,
    ModelWindow Total,
    ImmutableArray<(ModelMoment Model, ModelWindow Window)> Models,
    ImmutableArray<MoveMark> Marks,
    ImmutableArray<ModelIndexEntry> Repository)
{
    /// <summary>The pool; null on a node that is alone.</summary>
    public PoolMoment? Pool { get; init; }
}
