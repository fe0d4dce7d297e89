using System.Text;

namespace NeuronActors.NativeRuntime.Tensors;

public sealed partial class Tensor
{
    /// <summary>Takes an array of .NET values as a tensor, in place.</summary>
    /// <param name="elements">The elements in row-major order; not to be changed afterwards.</param>
    /// <param name="shape">The dimensions; none given means one dimension of the array's length.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as the array.</exception>
    public static Tensor From<T>(T[] elements, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        From<T>(elements.AsMemory(), shape.IsEmpty ? [elements.LongLength] : shape);

    /// <summary>Takes memory of .NET values as a tensor, in place.</summary>
    /// <param name="elements">The elements in row-major order; not to be changed afterwards.</param>
    /// <param name="shape">The dimensions; none is a scalar.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as the memory.</exception>
    public static Tensor From<T>(ReadOnlyMemory<T> elements, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        new(ElementTypeExtensions.Of<T>(), new TensorShape(shape), ReinterpretedMemory.AsBytes(elements));

    /// <summary>Makes a <see cref="ElementType.Bytes"/> tensor of texts, as UTF-8.</summary>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are texts.</exception>
    public static Tensor FromStrings(IReadOnlyCollection<string> texts, params ReadOnlySpan<long> shape)
    {
        var elements = texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text)).ToArray();
        return new Tensor(
            ElementType.Bytes,
            shape.IsEmpty ? new TensorShape(texts.Count) : new TensorShape(shape),
            BytesElements.Pack(elements));
    }

    /// <summary>The elements of a <see cref="ElementType.Bytes"/> tensor as texts; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public string[] ToStrings()
    {
        if (ElementType != ElementType.Bytes) throw new InvalidOperationException($"The tensor holds {ElementType.OipName()}, not BYTES.");

        var texts = new string[ElementCount];
        var i = 0;
        foreach (var element in new BytesElements(Data)) texts[i++] = Encoding.UTF8.GetString(element.Span);
        return texts;
    }
}
