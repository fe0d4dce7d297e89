using Grpc.Core;
using NeuronActors.Node.Grpc.Resources;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Grpc;

/// <summary>The repository, and what clients of the protocol know and this node does not do.</summary>
internal sealed partial class InferenceService
{
    // There is one repository, whatever its name.
    public override Task<Wire.RepositoryIndexResponse> RepositoryIndex(Wire.RepositoryIndexRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.RepositoryIndexResponse
        {
            Models =
            {
                repository.Index(request.Ready).Select(entry => new Wire.RepositoryIndexResponse.Types.ModelIndex
                {
                    Name = entry.Name,
                    Version = entry.Version,
                    State = entry.StateText,
                    Reason = entry.Reason,
                }),
            },
        });

    public override async Task<Wire.RepositoryModelLoadResponse> RepositoryModelLoad(Wire.RepositoryModelLoadRequest request, ServerCallContext context)
    {
        var model = ModelOf(request.RepositoryName, request.ModelName);
        var load = LoadRequest.From(RepositoryParameters.Read(request.Parameters));
        Check(await repository.LoadAsync(model, load, context.CancellationToken));
        return new Wire.RepositoryModelLoadResponse { ModelName = model, IsLoaded = true };
    }

    // No model here depends on another one, so there is nothing that unload_dependents could add.
    public override async Task<Wire.RepositoryModelUnloadResponse> RepositoryModelUnload(Wire.RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        var model = ModelOf(request.RepositoryName, request.ModelName);
        var scope = PlacementScope.From(new ParameterReader(RepositoryParameters.Read(request.Parameters)));
        Check(await repository.UnloadAsync(model, scope, context.CancellationToken));
        return new Wire.RepositoryModelUnloadResponse { ModelName = model, IsUnloaded = true };
    }

    public override Task<Wire.SystemSharedMemoryStatusResponse> SystemSharedMemoryStatus(Wire.SystemSharedMemoryStatusRequest request, ServerCallContext context) =>
        throw NoSharedMemory();

    public override Task<Wire.SystemSharedMemoryRegisterResponse> SystemSharedMemoryRegister(Wire.SystemSharedMemoryRegisterRequest request, ServerCallContext context) =>
        throw NoSharedMemory();

    public override Task<Wire.SystemSharedMemoryUnregisterResponse> SystemSharedMemoryUnregister(Wire.SystemSharedMemoryUnregisterRequest request, ServerCallContext context) =>
        throw NoSharedMemory();

    public override Task<Wire.TraceSettingResponse> TraceSetting(Wire.TraceSettingRequest request, ServerCallContext context) =>
        throw new ServingException(ServingError.Unsupported("Traces are not set over the protocol; they go where the node's own settings say."));

    public override Task<Wire.LogSettingsResponse> LogSettings(Wire.LogSettingsRequest request, ServerCallContext context) =>
        throw new ServingException(ServingError.Unsupported("The log is not set over the protocol; the node is started with --log-level."));

    private static ServingException NoSharedMemory() =>
        new(ServingError.Unsupported("Tensors do not go through shared memory on this server; send them in the request."));

    // In one dialect of the protocol the model is in field 2, behind the repository; in the other it is in field 1.
    private static string ModelOf(string repositoryName, string modelName) => modelName.Length > 0 ? modelName : repositoryName;

    private static void Check(ServingError? error)
    {
        if (error is not null) throw new ServingException(error);
    }
}
