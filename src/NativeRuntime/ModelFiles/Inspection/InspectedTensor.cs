using NeuronActors.NativeRuntime.ModelFiles.Neff;
using NeuronActors.NativeRuntime.ModelFiles.Neff.Meta;
using NeuronActors.NativeRuntime.Tensors;

namespace NeuronActors.NativeRuntime.ModelFiles.Inspection;

/// <summary>An input or output as far as the file says what it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">Its type; null where the file does not say.</param>
/// <param name="Shape">Its shape; null where the file does not say.</param>
/// <param name="Bytes">What it takes on the device; null where the file does not say.</param>
public sealed record InspectedTensor(string Name, ElementType? ElementType, TensorShape? Shape, long? Bytes)
{
    /// <summary>Whether its compiler allows another first dimension, by running the graph several times.</summary>
    public bool AllowsDynamicBatch { get; init; }

    /// <summary>
    /// The parameter or buffer of the module that an input is given, or that an output is written into: no caller brings it. Null for any other.
    /// </summary>
    public string? Parameter { get; init; }

    internal static InspectedTensor Of(TensorSpec spec) => new(spec.Name, spec.ElementType, spec.Shape, BytesOf(spec));

    internal static InspectedTensor Of(MetaTensor tensor) => Of(tensor.Spec) with { AllowsDynamicBatch = tensor.AllowsDynamicBatch };

    internal static InspectedTensor Of(NeffTensor tensor) => new(tensor.Name, null, null, tensor.Bytes);

    private static long? BytesOf(TensorSpec spec)
    {
        if (!spec.Shape.IsFixed || spec.ElementType.Size() == 0) return null;

        var bytes = (Int128)spec.ElementType.Size();
        foreach (var dimension in spec.Shape.Dimensions)
        {
            bytes *= dimension;
            if (bytes > long.MaxValue) return null;
        }

        return (long)bytes;
    }
}
