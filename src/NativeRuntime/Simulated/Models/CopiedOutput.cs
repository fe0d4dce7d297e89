using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Simulated.Models;

/// <summary>An output that is a copy of an input.</summary>
internal sealed class CopiedOutput(string name, int source) : SimulatedOutput(name)
{
    protected override Tensor MakeTensor(ReadOnlySpan<NamedTensor> inputs)
    {
        var original = inputs[source].Tensor;
        var copy = GC.AllocateUninitializedArray<byte>(original.Data.Length);
        original.Data.Span.CopyTo(copy);
        return new Tensor(original.ElementType, original.Shape, copy);
    }
}
