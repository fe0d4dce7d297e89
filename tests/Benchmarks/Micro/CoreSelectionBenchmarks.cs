using BenchmarkDotNet.Attributes;
using NeuronActors.Benchmarks.Lab;
using NeuronActors.Placement;

namespace NeuronActors.Benchmarks.Micro;

/// <summary>The least used run of cores, in the largest pool that we plan for.</summary>
public class CoreSelectionBenchmarks
{
    private readonly int[] _use = [.. Enumerable.Range(0, PlacementTables.CoreCount).Select(i => i * 7919 % 13)];
    private readonly bool[] _inService = [.. Enumerable.Range(0, PlacementTables.CoreCount).Select(i => i % 101 != 0)];

    [Params(1, 8, 64)]
    public int NcCount { get; set; }

    [Benchmark]
    public bool Choose() => CoreSelection.Choose(CoreSelection.Auto, NcCount, _use, _inService) is not null;
}
