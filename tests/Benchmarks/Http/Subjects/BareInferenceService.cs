using Google.Protobuf;
using Grpc.Core;
using NeuronActors.Benchmarks.Http.Protocol;
using NeuronActors.Benchmarks.Lab;

namespace NeuronActors.Benchmarks.Http.Subjects;

/// <summary>A gRPC service with the session and nothing in between.</summary>
internal sealed class BareInferenceService(BareMnist net) : GRPCInferenceService.GRPCInferenceServiceBase
{
    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerLiveResponse { Live = true });

    public override Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        var logits = net.Run(request.RawInputContents[0].Span);
        var response = new ModelInferResponse { ModelName = request.ModelName, ModelVersion = "1" };
        response.Outputs.Add(new ModelInferResponse.Types.InferOutputTensor { Name = "logits", Datatype = "FP32", Shape = { 1, 10 } });
        response.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(logits));
        return Task.FromResult(response);
    }
}
