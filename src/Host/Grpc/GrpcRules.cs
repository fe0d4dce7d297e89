using NeuronActors.Node.Serving.Security;

namespace NeuronActors.Node.Grpc;

/// <summary>For each method: who may call it. What is not named here is for administrators, so that nothing new is open by oversight.</summary>
internal static class GrpcRules
{
    private const string Inference = "/inference.GRPCInferenceService/";

    public static AccessLevel LevelOf(string method) => method switch
    {
        Inference + "ModelInfer" or Inference + "ModelStreamInfer" => AccessLevel.Inference,
        Inference + "ServerLive" or Inference + "ServerReady" or Inference + "ModelReady" => AccessLevel.Open,
        Inference + "ServerMetadata" or Inference + "ModelMetadata" or Inference + "ModelConfig" or Inference + "ModelStatistics" => AccessLevel.Inference,
        _ when method.StartsWith("/grpc.health.", StringComparison.Ordinal) => AccessLevel.Open,
        _ when method.StartsWith("/grpc.reflection.", StringComparison.Ordinal) => AccessLevel.Inference,
        _ => AccessLevel.Administration,
    };
}
