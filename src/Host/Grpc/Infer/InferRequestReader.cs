using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Inference;
using Input = NeuronActors.Node.Grpc.Wire.ModelInferRequest.Types.InferInputTensor;
using Output = NeuronActors.Node.Grpc.Wire.ModelInferRequest.Types.InferRequestedOutputTensor;

namespace NeuronActors.Node.Grpc.Infer;

/// <summary>
/// Takes the tensors out of a request. Raw contents stay where the message was read to: they are copied once, from the connection into the
/// message, and not again. Typed contents are copied into the form in which tensors are kept.
/// </summary>
internal static class InferRequestReader
{
    /// <exception cref="ServingException">The inputs are none; says which and why.</exception>
    public static ImmutableArray<NamedTensor> ReadInputs(Wire.ModelInferRequest request)
    {
        var (inputs, raw) = (request.Inputs, request.RawInputContents);
        if (raw.Count > 0) CheckRaw(inputs, raw.Count);

        var tensors = new NamedTensor[inputs.Count];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = ReadInput(inputs[i], raw.Count > 0 ? raw[i] : null);
        return ImmutableCollectionsMarshal.AsImmutableArray(tensors);
    }

    /// <summary>The outputs that are wanted; empty means all.</summary>
    /// <exception cref="ServingException">One has no name, or is wanted in a form that is not done here.</exception>
    public static ImmutableArray<string> ReadOutputs(RepeatedField<Output> outputs)
    {
        if (outputs.Count == 0) return [];

        var names = new string[outputs.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = outputs[i].Name.Length > 0 ? outputs[i].Name : throw RequestFlaws.NoOutputName();
            InferParameters.CheckOutput(outputs[i].Parameters);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(names);
    }

    private static void CheckRaw(RepeatedField<Input> inputs, int raw)
    {
        foreach (var input in inputs)
        {
            if (input.Contents is not null) throw RequestFlaws.OfInput(input.Name, "it has contents, and the request has raw_input_contents; only one can be.");
        }

        if (raw != inputs.Count)
        {
            throw new ServingException(ServingError.Invalid(
                $"There are {raw} raw_input_contents and {inputs.Count} inputs; there must be one for each, in the same order."));
        }
    }

    private static NamedTensor ReadInput(Input input, ByteString? raw)
    {
        var name = input.Name.Length > 0 ? input.Name : throw RequestFlaws.NoInputName();
        if (input.Datatype.Length == 0) throw RequestFlaws.NoType(name);
        if (!ElementTypeExtensions.TryParseOip(input.Datatype, out var type)) throw RequestFlaws.UnknownType(input.Datatype);

        var shape = ReadShape(input.Shape);
        InferParameters.CheckInput(input.Parameters);
        return new NamedTensor(name, raw is not null ? BinaryTensor.Cut(name, type, shape, raw.Memory) : TypedContents.Read(name, type, shape, input.Contents));
    }

    private static ImmutableArray<long> ReadShape(RepeatedField<long> shape)
    {
        var dimensions = UnsafeCollectionOperations.AsSpan(shape);
        foreach (var dimension in dimensions)
        {
            if (dimension < 0) throw RequestFlaws.NegativeDimension(dimension);
        }

        return [.. dimensions];
    }
}
