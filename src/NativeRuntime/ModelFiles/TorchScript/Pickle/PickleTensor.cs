namespace NeuronActors.NativeRuntime.ModelFiles.TorchScript.Pickle;

/// <summary>A tensor: a view of a storage.</summary>
internal sealed class PickleTensor(PickleStorage storage, long offset, long[] shape, long[] strides) : PickleValue
{
    public PickleStorage Storage => storage;

    /// <summary>Its first element within the storage.</summary>
    public long Offset => offset;

    public long[] Shape => shape;

    public long[] Strides => strides;

    public override string Kind => "a tensor";

    /// <summary>Whether another tensor is the same view of the same memory.</summary>
    public bool IsSameViewAs(PickleTensor other) =>
        storage.Key == other.Storage.Key && storage.ElementType == other.Storage.ElementType && offset == other.Offset
        && shape.AsSpan().SequenceEqual(other.Shape) && strides.AsSpan().SequenceEqual(other.Strides);

    /// <summary>How many elements it has.</summary>
    public long Count
    {
        get
        {
            var count = 1L;
            foreach (var size in shape) count *= size;
            return count;
        }
    }

    /// <summary>Whether its elements lie one behind the other.</summary>
    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                if (shape[d] != 1 && strides[d] != expected) return false;
                expected *= shape[d];
            }

            return true;
        }
    }
}
