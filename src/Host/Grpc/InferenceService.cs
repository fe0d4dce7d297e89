using Grpc.Core;
using NeuronActors.Node.Grpc.Infer;
using NeuronActors.Node.Grpc.Resources;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Health;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Grpc;

/// <summary>The Open Inference Protocol: inference, and what a client needs to know for it. The repository is in the other part.</summary>
internal sealed partial class InferenceService(
    InferRunner runner, InferStream stream, NodeHealth health, ModelCatalog catalog, ModelRepository repository, PlacementGateway placement)
    : Wire.GRPCInferenceService.GRPCInferenceServiceBase
{
    // Goes with a status that is none of success, and nobody reads it.
    private static readonly Wire.ModelInferResponse NoResult = new();

    public override async Task<Wire.ModelInferResponse> ModelInfer(Wire.ModelInferRequest request, ServerCallContext context)
    {
        var reply = await runner.RunAsync(request, context);
        if (reply.IsResult) return reply.Result;

        GrpcErrors.Answer(context, reply.Error);
        return NoResult;
    }

    public override Task ModelStreamInfer(
        IAsyncStreamReader<Wire.ModelInferRequest> requestStream, IServerStreamWriter<Wire.ModelStreamInferResponse> responseStream, ServerCallContext context) =>
        stream.RunAsync(requestStream, responseStream, context);

    // Answering is living.
    public override Task<Wire.ServerLiveResponse> ServerLive(Wire.ServerLiveRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.ServerLiveResponse { Live = true });

    public override async Task<Wire.ServerReadyResponse> ServerReady(Wire.ServerReadyRequest request, ServerCallContext context) =>
        new() { Ready = await health.WhyNotReadyAsync(context.CancellationToken) is null };

    // A model that is not there is not ready, and that is no error: clients ask until it is.
    public override async Task<Wire.ModelReadyResponse> ModelReady(Wire.ModelReadyRequest request, ServerCallContext context) =>
        new()
        {
            Ready = catalog.TryFind(request.Name, request.Version, out var served, out _)
                && await health.WhyNotReadyAsync(served, context.CancellationToken) is null,
        };

    public override Task<Wire.ServerMetadataResponse> ServerMetadata(Wire.ServerMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.ServerMetadataResponse
        {
            Name = Serving.ServerMetadata.Own.Name,
            Version = Serving.ServerMetadata.Own.Version,
            Extensions = { Serving.ServerMetadata.Own.Extensions },
        });

    public override Task<Wire.ModelMetadataResponse> ModelMetadata(Wire.ModelMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(ModelMessages.MetadataOf(Find(request.Name, request.Version), catalog));

    public override async Task<Wire.ModelConfigResponse> ModelConfig(Wire.ModelConfigRequest request, ServerCallContext context)
    {
        var served = Find(request.Name, request.Version);
        var replicas = await placement.CountReplicasAsync(served, context.CancellationToken);
        return new Wire.ModelConfigResponse { Config = ModelConfigMessage.Of(new ModelConfigView(served, replicas)) };
    }

    /// <summary>Of one version where one is named, else of all of the model; without a name of all models.</summary>
    public override async Task<Wire.ModelStatisticsResponse> ModelStatistics(Wire.ModelStatisticsRequest request, ServerCallContext context)
    {
        IEnumerable<ServedVersion> versions;
        if (request.Name.Length == 0)
        {
            versions = catalog.Models.SelectMany(model => model.Versions);
        }
        else
        {
            var served = Find(request.Name, request.Version);
            versions = request.Version.Length == 0 ? catalog.Find(request.Name)?.Versions ?? [served] : [served];
        }

        var memory = await placement.GetMemoryAsync(context.CancellationToken);
        return new Wire.ModelStatisticsResponse { ModelStats = { versions.Select(version => StatisticsMessages.Of(version, memory[version])) } };
    }

    private ServedVersion Find(string name, string version) =>
        catalog.TryFind(name, version, out var served, out var error) ? served : throw new ServingException(error);
}
