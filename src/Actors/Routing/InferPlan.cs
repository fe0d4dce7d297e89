using NeuronActors.NativeRuntime.ModelFiles;

namespace NeuronActors.Routing;

/// <summary>
/// How a request runs through the subgraphs of a model: its stages in order, and where every tensor comes from. Immutable, and shared by
/// all requests of a kind: one plan for the whole model, and one for each subgraph alone.
/// </summary>
internal sealed class InferPlan
{
    private readonly SubgraphSignature _signature;
    private readonly ImmutableArray<TensorSource> _outputs;

    private InferPlan(SubgraphSignature signature, ImmutableArray<InferStage> stages, ImmutableArray<TensorSource> outputs)
    {
        _signature = signature;
        _outputs = outputs;
        Stages = stages;
    }

    public ImmutableArray<InferStage> Stages { get; }

    /// <summary>What a request has to bring, and what it will be answered with.</summary>
    public SubgraphSignature Signature => _signature;

    /// <summary>The plan of a whole model.</summary>
    public static InferPlan OfModel(ModelFlow flow, ImmutableArray<SubgraphSignature> signatures)
    {
        var stages = flow.StageSubgraphs.Select((subgraph, i) => InferStage.Make(subgraph, signatures[subgraph], flow.StageInputs[i], flow.Signature));
        return new InferPlan(flow.Signature, [.. stages], flow.Outputs);
    }

    /// <summary>The plan of one subgraph alone: its own inputs in, its own outputs out.</summary>
    public static InferPlan OfSubgraph(int route, SubgraphSignature signature)
    {
        var inputs = signature.Inputs.Select((_, i) => new TensorSource(TensorSource.ModelInput, i));
        var outputs = signature.Outputs.Select((_, i) => new TensorSource(0, i));
        return new InferPlan(signature, [InferStage.Make(route, signature, [.. inputs], signature)], [.. outputs]);
    }

    /// <summary>The inputs of a stage, taken from the request and from what its finished stages produced.</summary>
    public ImmutableArray<NamedTensor> InputsOf(int stage, ImmutableArray<NamedTensor> inputs, StageResult[]? produced)
    {
        var at = Stages[stage];
        return at.TakesInputsAsGiven ? inputs : Gather(at.Inputs, at.Signature.Inputs, inputs, produced);
    }

    /// <summary>The answer's outputs, once the last stage has ended with <paramref name="last"/>.</summary>
    public ImmutableArray<NamedTensor> OutputsOf(
        ImmutableArray<NamedTensor> inputs, StageResult[]? produced, ImmutableArray<NamedTensor> last)
    {
        if (produced is null && HasNames(_signature.Outputs, last)) return last;

        produced ??= [default];
        produced[^1] = produced[^1] with { Outputs = last };
        return Gather(_outputs, _signature.Outputs, inputs, produced);
    }

    private static ImmutableArray<NamedTensor> Gather(
        ImmutableArray<TensorSource> sources, ImmutableArray<TensorSpec> specs, ImmutableArray<NamedTensor> inputs, StageResult[]? produced)
    {
        var gathered = ImmutableArray.CreateBuilder<NamedTensor>(sources.Length);
        for (var i = 0; i < sources.Length; i++)
        {
            var (stage, index) = sources[i];
            var tensor = stage == TensorSource.ModelInput ? inputs[index].Tensor : produced![stage].Outputs[index].Tensor;
            gathered.Add(new NamedTensor(specs[i].Name, tensor));
        }

        return gathered.MoveToImmutable();
    }

    private static bool HasNames(ImmutableArray<TensorSpec> specs, ImmutableArray<NamedTensor> tensors)
    {
        if (specs.Length != tensors.Length) return false;

        for (var i = 0; i < specs.Length; i++)
        {
            if (!string.Equals(specs[i].Name, tensors[i].Name, StringComparison.Ordinal)) return false;
        }

        return true;
    }
}
