using Grpc.Core;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Grpc.Placement;

/// <summary>Which cores there are, where models are, and the moves.</summary>
internal sealed class PlacementService(PlacementGateway placement, ModelCatalog catalog, ModelRepository repository, ServeOptions node)
    : PlacementWire.PlacementService.PlacementServiceBase
{
    public override async Task<PlacementWire.GetCoresResponse> GetCores(PlacementWire.GetCoresRequest request, ServerCallContext context)
    {
        var scope = PlacementParameters.ScopeOf(request.Scope);
        return PlacementMessages.Of(placement.Runtime, await placement.GetCoresAsync(scope, node.NodeName, context.CancellationToken));
    }

    public override Task<PlacementWire.ModelPlacement> GetPlacement(PlacementWire.GetPlacementRequest request, ServerCallContext context) =>
        ShowAsync(Find(request.Model, request.Version), PlacementParameters.ScopeOf(request.Scope), context.CancellationToken);

    public override async Task<PlacementWire.ModelPlacement> Move(PlacementWire.MoveRequest request, ServerCallContext context)
    {
        var served = Find(request.Model, request.Version);
        var move = MoveRequest.From(PlacementParameters.Of(request));
        return PlacementMessages.Of(served, await placement.MoveAsync(served, move, context.CancellationToken));
    }

    public override async Task<PlacementWire.ModelPlacement> Load(PlacementWire.LoadRequest request, ServerCallContext context)
    {
        var load = LoadRequest.From(PlacementParameters.Of(request));
        Check(await repository.LoadAsync(request.Model, load, context.CancellationToken));
        return await ShowAsync(Find(request.Model, ""), load.Placement?.Scope ?? default, context.CancellationToken);
    }

    public override async Task<PlacementWire.UnloadResponse> Unload(PlacementWire.UnloadRequest request, ServerCallContext context)
    {
        Check(await repository.UnloadAsync(request.Model, PlacementParameters.ScopeOf(request.Scope), context.CancellationToken));
        return new PlacementWire.UnloadResponse();
    }

    private async Task<PlacementWire.ModelPlacement> ShowAsync(ServedVersion served, PlacementScope scope, CancellationToken cancellationToken) =>
        PlacementMessages.Of(served, await placement.GetPlacementAsync(served, scope with { PoolVersion = null }, cancellationToken));

    private ServedVersion Find(string name, string version) =>
        catalog.TryFind(name, version, out var served, out var error) ? served : throw new ServingException(error);

    private static void Check(ServingError? error)
    {
        if (error is not null) throw new ServingException(error);
    }
}
