using Microsoft.AspNetCore.Http;
using NeuronActors.Node.Rest.Bodies;
using NeuronActors.Node.Serve;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Rest.Resources;

/// <summary>The extension <c>neuron_placement</c>: which cores there are, where models are, and the moves.</summary>
internal sealed class PlacementHandler(PlacementGateway placement, ModelCatalog catalog, ServeOptions options)
{
    public async Task CoresAsync(HttpContext context)
    {
        var cores = await placement.GetCoresAsync(ScopeOf(context.Request), options.NodeName, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json => CoresJson.Write(json, placement.Runtime, cores));
    }

    public Task ShowAsync(HttpContext context, ReadOnlySpan<char> name, ReadOnlySpan<char> version) =>
        catalog.TryFind(name, version, out var served, out var error)
            ? AnswerAsync(context, served, placement.GetPlacementAsync(served, ScopeOf(context.Request), context.RequestAborted))
            : ErrorAnswer.WriteAsync(context, error);

    public Task MoveAsync(HttpContext context, ReadOnlySpan<char> name, ReadOnlySpan<char> version) =>
        catalog.TryFind(name, version, out var served, out var error) ? MoveAsync(context, served) : ErrorAnswer.WriteAsync(context, error);

    private async Task MoveAsync(HttpContext context, ServedVersion served)
    {
        var request = MoveRequest.From(await JsonParameters.ReadAsync(context));
        await AnswerAsync(context, served, placement.MoveAsync(served, request, context.RequestAborted));
    }

    // What a body says with a POST stands in the query of a GET.
    private static PlacementScope ScopeOf(HttpRequest request) =>
        request.QueryString.HasValue
            ? PlacementScope.From(new Serving.ParameterReader(request.Query.ToDictionary(each => each.Key, each => (object)each.Value.ToString(), StringComparer.Ordinal)))
            : default;

    private static async Task AnswerAsync(HttpContext context, ServedVersion served, Task<PlacementView> asked)
    {
        var where = await asked;
        await JsonAnswer.WriteAsync(context, json => PlacementJson.Write(json, served.Name, where));
    }
}
