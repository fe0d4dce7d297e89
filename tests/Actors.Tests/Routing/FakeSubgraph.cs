namespace NeuronActors.Tests.Routing;

/// <summary>A replica that gives back its one input under the name of its output.</summary>
internal sealed class FakeSubgraph(VisibleCoreIndex core, SubgraphSignature? signature = null) : ILoadedSubgraph
{
    public static readonly SubgraphSignature Identity =
        new([new TensorSpec("x", ElementType.Int64, new TensorShape(1))], [new TensorSpec("y", ElementType.Int64, new TensorShape(1))]);

    public VisibleCoreIndex Core => core;

    public SubgraphSignature Signature { get; } = signature ?? Identity;

    public long MemoryBytes => 0;

    /// <summary>Told of the number in every input that is executed.</summary>
    public Action<long>? OnExecute { get; set; }

    /// <summary>What happens, once, while it executes; may throw.</summary>
    public Action? During { get; set; }

    /// <summary>Whether it breaks the contract and gives no output.</summary>
    public bool GivesNothing { get; set; }

    public ImmutableArray<NamedTensor> Execute(ReadOnlySpan<NamedTensor> inputs)
    {
        var (during, input) = (During, inputs[0].Tensor);
        During = null;
        OnExecute?.Invoke(input.AsSpan<long>()[0]);
        during?.Invoke();
        return GivesNothing ? [] : [new NamedTensor(Signature.Outputs[0].Name, input)];
    }

    public void Unload()
    {
    }
}
