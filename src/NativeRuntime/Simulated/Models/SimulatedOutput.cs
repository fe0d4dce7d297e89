using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Simulated.Models;

/// <summary>Makes one output of a subgraph, in memory of its own. Thread-safe.</summary>
internal abstract class SimulatedOutput(string name)
{
    /// <summary>The outputs of a model, in the order of its signature.</summary>
    public static SimulatedOutput[] Of(SimulatedModel model) =>
        [.. model.Signature.Outputs.Select((spec, i) => model.Sources[i] is { } source
            ? (SimulatedOutput)new CopiedOutput(spec.Name, source)
            : new ZeroOutput(spec))];

    public NamedTensor Make(ReadOnlySpan<NamedTensor> inputs) => new(name, MakeTensor(inputs));

    protected abstract Tensor MakeTensor(ReadOnlySpan<NamedTensor> inputs);
}
