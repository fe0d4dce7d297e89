namespace NeuronActors.Node.Client.Npy;

/// <summary>Tensors as NumPy's .npy files.</summary>
internal static class NpyFile
{
    /// <summary>
    /// Reads a file. Elements in Fortran order, or with their high byte first, are brought into the order that tensors have; texts become
    /// BYTES, without the zeros that fill them up.
    /// </summary>
    /// <exception cref="FormatException">It is no such file, and why.</exception>
    public static Tensor Read(ReadOnlyMemory<byte> file)
    {
        var (header, end) = NpyHeader.Read(file.Span);
        var elements = NpyElements.Of(header.Descr);
        var count = CountOf(header.Shape);
        var data = file[end..];
        if (data.Length != Math.Min(count, int.MaxValue) * elements.Size)
        {
            throw new FormatException($"{header.Descr} {new TensorShape(header.Shape)} takes {(Int128)count * elements.Size} bytes, and {data.Length} follow the header");
        }

        // Without elements there is nothing to put in order, and with one dimension or less nothing can be out of it.
        if (header.IsFortranOrder && header.Shape.Length > 1 && count > 0) data = NpyOrder.ToRowMajor(data.Span, header.Shape, elements.Size);
        if (elements.Type == ElementType.Bytes) data = NpyTexts.Pack(data, count, elements);
        else if (elements.IsBigEndian) data = NpyOrder.Reverse(data.Span, elements.Size);
        return new Tensor(elements.Type, new TensorShape(header.Shape), data);
    }

    /// <summary>Writes a tensor.</summary>
    /// <exception cref="FormatException">It is a text that the format would change.</exception>
    public static byte[] Write(Tensor tensor)
    {
        var (data, longest) = tensor.ElementType == ElementType.Bytes ? NpyTexts.Unpack(tensor) : (tensor.Data, 0);
        var header = new NpyHeader(NpyElements.DescrOf(tensor.ElementType, longest), IsFortranOrder: false, tensor.Shape.Dimensions).Write();
        return [.. header, .. data.Span];
    }

    private static long CountOf(ImmutableArray<long> shape)
    {
        try
        {
            return new TensorShape(shape).ElementCount;
        }
        catch (OverflowException)
        {
            throw new FormatException($"its shape {new TensorShape(shape)} has more elements than memory can hold");
        }
    }
}
