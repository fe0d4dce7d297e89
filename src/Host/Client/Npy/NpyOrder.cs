namespace NeuronActors.Node.Client.Npy;

/// <summary>Brings elements, and the bytes of elements, into the order that tensors have.</summary>
internal static class NpyOrder
{
    /// <summary>From the first index running fastest to the last one.</summary>
    public static byte[] ToRowMajor(ReadOnlySpan<byte> elements, ImmutableArray<long> shape, int size)
    {
        var strides = new long[shape.Length];
        for (var (i, stride) = (0, 1L); i < shape.Length; stride *= shape[i++]) strides[i] = stride;

        var ordered = new byte[elements.Length];
        var index = new long[shape.Length];
        var from = 0L;
        for (var to = 0; to < ordered.Length; to += size)
        {
            elements.Slice((int)(from * size), size).CopyTo(ordered.AsSpan(to));
            for (var i = shape.Length - 1; i >= 0; i--)
            {
                from += strides[i];
                if (++index[i] < shape[i]) break;

                from -= strides[i] * shape[i];
                index[i] = 0;
            }
        }

        return ordered;
    }

    /// <summary>From the high byte first to the low one.</summary>
    public static byte[] Reverse(ReadOnlySpan<byte> elements, int size)
    {
        var reversed = elements.ToArray();
        for (var at = 0; at < reversed.Length; at += size) reversed.AsSpan(at, size).Reverse();
        return reversed;
    }
}
