namespace NeuronActors.Routing;

/// <summary>What one stage of a request gave.</summary>
/// <param name="Outputs">Its outputs, in the order of its subgraph's signature.</param>
/// <param name="Core">The core that ran it.</param>
/// <param name="Ticks">How long it ran, in ticks of 100 ns.</param>
internal readonly record struct StageResult(ImmutableArray<NamedTensor> Outputs, VisibleCoreIndex Core, long Ticks);
