using NeuronActors.NativeRuntime.Errors;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Simulated.Models;

/// <summary>
/// An output of zeros (of empty strings, for <see cref="ElementType.Bytes"/>). Where its shape is dynamic, the leading dimension is that of
/// the first input, as a batch would be, or else 1; any other is 1.
/// </summary>
internal sealed class ZeroOutput(TensorSpec spec) : SimulatedOutput(spec.Name)
{
    // An empty string is packed as its length alone.
    private const int EmptyStringBytes = sizeof(uint);

    private FixedShape _latest = Fix(spec, leading: 1);

    protected override Tensor MakeTensor(ReadOnlySpan<NamedTensor> inputs)
    {
        var leading = inputs.IsEmpty || inputs[0].Tensor.Shape.Rank == 0 ? 1 : inputs[0].Tensor.Shape.Dimensions[0];
        var shape = Volatile.Read(ref _latest);
        if (shape.Leading != leading) Volatile.Write(ref _latest, shape = Fix(spec, leading));

        return shape.Bytes <= Array.MaxLength
            ? new Tensor(spec.ElementType, shape.Shape, new byte[(int)shape.Bytes])
            : throw new NeuronRuntimeException(
                RuntimeErrorKind.OutOfResources, "execute", $"the output {spec.Name} {shape.Shape} is larger than an array");
    }

    private static FixedShape Fix(TensorSpec spec, long leading)
    {
        var dimensions = spec.Shape.Dimensions.ToArray();
        for (var i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] == TensorShape.Dynamic) dimensions[i] = i == 0 ? leading : 1;
        }

        var bytes = (double)(spec.ElementType == ElementType.Bytes ? EmptyStringBytes : spec.ElementType.Size());
        foreach (var dimension in dimensions) bytes *= dimension;
        return new FixedShape(leading, new TensorShape(dimensions), bytes);
    }

    /// <summary>The shape for one leading dimension; <paramref name="Bytes"/> is exact as far as an array reaches.</summary>
    private sealed record FixedShape(long Leading, TensorShape Shape, double Bytes);
}
