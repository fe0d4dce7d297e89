using NeuronActors.Benchmarks.Cases.Scale;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>pool-scale</c>: what the largest pool that we plan for costs a node, computed with the parts that decide.</summary>
internal static class PoolScaleCommand
{
    public static CasesCommand Make() => new("pool-scale", "What a pool of 100 nodes × 32 cores costs each of them.", ScaleCases.All);
}
