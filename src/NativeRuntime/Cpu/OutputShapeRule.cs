using System.Collections.Immutable;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.Cpu;

/// <summary>
/// How the shape of an output follows from the shapes of the inputs: each dimension is fixed, or has a name that an input has too.
/// Knowing the shape before the execution is what lets the execution write into the memory of the answer.
/// </summary>
internal sealed class OutputShapeRule
{
    private readonly ElementType _elementType;
    private readonly Source[] _dimensions;

    private OutputShapeRule(ElementType elementType, Source[] dimensions)
    {
        _elementType = elementType;
        _dimensions = dimensions;
    }

    /// <summary>The rule of an output; null when its shape, or its size in bytes, is known after the execution only.</summary>
    public static OutputShapeRule? TryMake(TensorSpec output, ImmutableArray<TensorSpec> inputs)
    {
        if (output.ElementType == ElementType.Bytes) return null;

        var dimensions = new Source[output.Shape.Rank];
        for (var d = 0; d < dimensions.Length; d++)
        {
            var size = output.Shape.Dimensions[d];
            var name = output.DimensionNames.IsEmpty ? null : output.DimensionNames[d];
            var source = size != TensorShape.Dynamic ? new Source(size, 0, 0) : FindName(inputs, name);
            if (source is not { } found) return null;
            dimensions[d] = found;
        }

        return new OutputShapeRule(output.ElementType, dimensions);
    }

    /// <summary>Works out shape and size for the inputs of a request.</summary>
    /// <param name="inputs">The inputs, in the order of the signature.</param>
    /// <param name="last">The shape of the execution before, which is returned itself when it fits: most requests look alike.</param>
    /// <param name="shape">The shape of the output.</param>
    /// <param name="bytes">Its size in bytes.</param>
    /// <returns>False when the inputs are of another rank than the model's, or the output is larger than an array can be.</returns>
    public bool TryApply(ReadOnlySpan<NamedTensor> inputs, TensorShape last, out TensorShape shape, out int bytes)
    {
        (shape, bytes) = (last, 0);
        var isLast = last.Rank == _dimensions.Length;
        var size = (Int128)_elementType.Size();
        for (var d = 0; d < _dimensions.Length; d++)
        {
            if (!_dimensions[d].TryRead(inputs, out var length)) return false;
            isLast = isLast && last.Dimensions[d] == length;
            size *= length;
            if (size > Array.MaxLength) return false;
        }

        if (!isLast) shape = Make(inputs);
        bytes = (int)size;
        return true;
    }

    private TensorShape Make(ReadOnlySpan<NamedTensor> inputs)
    {
        var dimensions = ImmutableArray.CreateBuilder<long>(_dimensions.Length);
        foreach (var source in _dimensions)
        {
            source.TryRead(inputs, out var length);
            dimensions.Add(length);
        }

        return new TensorShape(dimensions.MoveToImmutable());
    }

    private static Source? FindName(ImmutableArray<TensorSpec> inputs, string? name)
    {
        if (name is null) return null;

        for (var i = 0; i < inputs.Length; i++)
        {
            var dimension = inputs[i].DimensionNames.IndexOf(name);
            if (dimension >= 0) return new Source(TensorShape.Dynamic, i, dimension);
        }

        return null;
    }

    /// <summary>Where one dimension comes from: <paramref name="Fixed"/>, or that of an input if it is dynamic.</summary>
    private readonly record struct Source(long Fixed, int Input, int Dimension)
    {
        public bool TryRead(ReadOnlySpan<NamedTensor> inputs, out long length)
        {
            length = Fixed;
            if (Fixed != TensorShape.Dynamic) return true;

            var dimensions = inputs[Input].Tensor.Shape.Dimensions;
            if (Dimension >= dimensions.Length) return false;
            length = dimensions[Dimension];
            return true;
        }
    }
}
