
namespace NeuronActors.Benchmarks.Micro;

/// <summary>A subgraph that is only there to be referred to.</summary>
internal sealed class NoSubgraph(VisibleCoreIndex core) : ILoadedSubgraph
{
    public VisibleCoreIndex Core => core;

    public SubgraphSignature Signature { get; } = new([], []);

    public long MemoryBytes => 0;

    public ImmutableArray<NamedTensor> Execute(ReadOnlySpan<NamedTensor> inputs) => [];

    public void Unload()
    {
    }
}
