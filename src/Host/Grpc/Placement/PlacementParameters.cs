using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Grpc.Placement;

/// <summary>What a request says, under the keys that placement has on every front end: so the same rules hold for it, in the same words.</summary>
internal static class PlacementParameters
{
    public static IReadOnlyDictionary<string, object> Of(PlacementWire.MoveRequest request)
    {
        var values = Of(request.Cores, request.Scope);
        if (request.Subgraph.Length > 0) values["subgraph"] = request.Subgraph;
        if (PolicyOf(request.Policy) is { } policy) values["policy"] = policy;
        return values;
    }

    public static IReadOnlyDictionary<string, object> Of(PlacementWire.LoadRequest request)
    {
        var values = Of(request.Cores, request.Scope);
        if (request.Config.Length > 0) values["config"] = request.Config;
        return values;
    }

    /// <exception cref="ServingException">It contradicts itself.</exception>
    public static PlacementScope ScopeOf(PlacementWire.Scope? scope) => PlacementScope.From(new ParameterReader(Of(null, scope)));

    private static Dictionary<string, object> Of(PlacementWire.Cores? cores, PlacementWire.Scope? scope)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        if (scope is { Pool: true }) values["scope"] = "pool";
        if (scope is { Node.Length: > 0 }) values["node"] = scope.Node;
        if (scope is { HasPoolVersion: true }) values["pool_version"] = scope.PoolVersion;
        if (cores is null) return values;

        if (cores.HasStartNc) values["start_nc"] = (long)cores.StartNc;
        if (cores.HasNcCount) values["nc_count"] = (long)cores.NcCount;
        if (cores.Multicore) values["multicore"] = true;
        return values;
    }

    private static string? PolicyOf(PlacementWire.MovePolicy policy) => policy switch
    {
        PlacementWire.MovePolicy.Unspecified => null,
        PlacementWire.MovePolicy.UnloadThenLoad => "unload-then-load",
        PlacementWire.MovePolicy.LoadThenUnload => "load-then-unload",
        _ => throw new ServingException(ServingError.Invalid($"{(int)policy} is no policy of a move; there are 1, unload-then-load, and 2, load-then-unload.")),
    };
}
