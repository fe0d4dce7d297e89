using System.Runtime.InteropServices;

namespace NeuronActors.NativeRuntime.Tensors;

/// <summary>
/// An immutable n-dimensional array: an element type, a fixed shape and its elements in row-major order in one block of memory.
/// </summary>
/// <remarks>
/// The block is not copied: who makes a tensor leaves its memory unchanged until the last answer that uses it has come.
/// Numbers are little-endian; <see cref="ElementType.Bytes"/> elements are a 4-byte little-endian length followed by their bytes.
/// </remarks>
public sealed partial class Tensor
{
    /// <summary>Takes a block of memory as a tensor, without copying it.</summary>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="shape">The shape; no dimension may be dynamic.</param>
    /// <param name="data">The elements: exactly as many bytes as type and shape call for.</param>
    /// <exception cref="ArgumentException">
    /// The shape is dynamic or overflows, or the block is of another size than type and shape call for; the message has both sizes.
    /// </exception>
    public Tensor(ElementType elementType, TensorShape shape, ReadOnlyMemory<byte> data)
    {
        if (!shape.IsFixed) throw new ArgumentException($"A tensor needs a fixed shape, and {shape} is not.", nameof(shape));

        var count = CountElements(shape);
        if (elementType == ElementType.Bytes)
        {
            BytesElements.Check(data.Span, count, nameof(data));
        }
        else if (MultiplyOrMax(count, elementType.Size()) != data.Length)
        {
            throw new ArgumentException(
                $"{elementType.OipName()} {shape} takes {MultiplyOrMax(count, elementType.Size())} bytes, and {data.Length} were given.",
                nameof(data));
        }

        ElementType = elementType;
        Shape = shape;
        Data = data;
        ElementCount = count;
    }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>The shape; every dimension is fixed.</summary>
    public TensorShape Shape { get; }

    /// <summary>The elements in row-major order, as the remarks of this class lay them out.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>How many elements there are.</summary>
    public long ElementCount { get; }

    /// <summary>The elements as .NET values, in place.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged =>
        ElementTypeExtensions.Of<T>() == ElementType
            ? MemoryMarshal.Cast<byte, T>(Data.Span)
            : throw new InvalidOperationException($"The tensor holds {ElementType.OipName()}, not {typeof(T).Name}.");

    /// <summary>For people: <c>FP32 [1, 10]</c>.</summary>
    public override string ToString() => $"{ElementType.OipName()} {Shape}";

    private static long CountElements(TensorShape shape)
    {
        try
        {
            return shape.ElementCount;
        }
        catch (OverflowException overflow)
        {
            throw new ArgumentException($"The shape {shape} has more elements than memory can hold.", nameof(shape), overflow);
        }
    }

    private static long MultiplyOrMax(long count, int size) => count > long.MaxValue / size ? long.MaxValue : count * size;
}
