using Google.Protobuf;
using Grpc.Core;
using NeuronActors.Benchmarks.Http.Protocol;

namespace NeuronActors.Benchmarks.Http.Load;

/// <summary>Sends the same message again and again over a channel that it shares with others.</summary>
internal sealed class GrpcLane(GRPCInferenceService.GRPCInferenceServiceClient client, ModelInferRequest request) : ILane
{
    public static ModelInferRequest RequestOf(string model, NamedTensor input)
    {
        var tensor = new ModelInferRequest.Types.InferInputTensor { Name = input.Name, Datatype = input.Tensor.ElementType.OipName() };
        tensor.Shape.AddRange(input.Tensor.Shape.Dimensions);
        return new ModelInferRequest { ModelName = model, Inputs = { tensor }, RawInputContents = { ByteString.CopyFrom(input.Tensor.Data.Span) } };
    }

    public async ValueTask<Outcome> SendAsync()
    {
        try
        {
            await client.ModelInferAsync(request).ResponseAsync.ConfigureAwait(false);
            return Outcome.Result;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode == StatusCode.Unavailable ? Outcome.Refused : Outcome.Failed;
        }
    }

    public void Dispose()
    {
        // The channel is its owner's.
    }
}
