using System.Buffers.Binary;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;

namespace NeuronActors.Node.Rest.Infer;

/// <summary>The raw form: no JSON, all of the body is the one input of the model, and all outputs come as bytes.</summary>
internal static class RawRequest
{
    /// <summary>Takes a body as the request that it stands for.</summary>
    /// <exception cref="ServingException">The model, or the size of the body, does not allow it.</exception>
    public static InferCall Read(ReadOnlyMemory<byte> body, SubgraphSignature signature)
    {
        if (signature.Inputs is not [var input]) throw Wrong($"The raw form is for models with one input, and this one has {signature.Inputs.Length}.");

        var tensor = input.ElementType == ElementType.Bytes ? ReadText(body, input) : ReadNumbers(body, input);
        return new InferCall { Inputs = [new NamedTensor(input.Name, tensor)], BinaryByDefault = true };
    }

    // All of the body is one element, without the length that elements have otherwise.
    private static Tensor ReadText(ReadOnlyMemory<byte> body, TensorSpec input)
    {
        var shape = Filled(input, 1);
        if (shape.ElementCount != 1) throw Wrong($"The raw form carries one element of BYTES, and '{input.Name}' takes {input.Shape}.");

        var packed = GC.AllocateUninitializedArray<byte>(sizeof(uint) + body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(packed, (uint)body.Length);
        body.CopyTo(packed.AsMemory(sizeof(uint)));
        return new Tensor(ElementType.Bytes, shape, packed);
    }

    private static Tensor ReadNumbers(ReadOnlyMemory<byte> body, TensorSpec input)
    {
        // The batch is one; what is left open besides is found from the size, if it is a single dimension.
        var dimensions = input.Shape.Dimensions;
        var open = Enumerable.Range(0, dimensions.Length).Where(i => dimensions[i] == TensorShape.Dynamic).ToArray();
        var shape = open.Length > 1 && open[0] == 0 ? dimensions.SetItem(0, 1) : dimensions;
        open = open.Length > 1 && open[0] == 0 ? open[1..] : open;
        if (open.Length > 1) throw Wrong($"The raw form cannot tell the {open.Length} open dimensions of '{input.Name}' {input.Shape}.");

        if (open is [var only])
        {
            var rest = shape.Where(dimension => dimension != TensorShape.Dynamic).Aggregate((long)input.ElementType.Size(), (product, dimension) => product * dimension);
            shape = shape.SetItem(only, rest == 0 ? 0 : body.Length / rest);
        }

        return BinaryTensor.Cut(input.Name, input.ElementType, shape, body);
    }

    private static TensorShape Filled(TensorSpec input, long size) =>
        new(input.Shape.Dimensions.Select(dimension => dimension == TensorShape.Dynamic ? size : dimension).ToArray());

    private static ServingException Wrong(string message) => new(ServingError.Invalid(message));
}
