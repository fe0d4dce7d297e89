using System.Diagnostics.CodeAnalysis;
using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Grpc.Infer;

/// <summary>What became of a request: the message of its result, or why there is none.</summary>
internal readonly record struct InferReply
{
    private InferReply(Wire.ModelInferResponse? result, ServingError? error) => (Result, Error) = (result, error);

    public Wire.ModelInferResponse? Result { get; }

    public ServingError? Error { get; }

    [MemberNotNullWhen(true, nameof(Result))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsResult => Result is not null;

    public static implicit operator InferReply(Wire.ModelInferResponse result) => new(result, null);

    public static implicit operator InferReply(ServingError error) => new(null, error);
}
