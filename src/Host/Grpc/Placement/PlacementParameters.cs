using NeuronActors.Node.Serving;

namespace NeuronActors.Node.Grpc.Placement;

/// <summary>What a request says, under the keys that placement has on every front end: so the same rules hold for it, in the same words.</summary>
internal static class PlacementParameters
{
    public static IReadOnlyDictionary<string, object> Of(PlacementWire.MoveRequest request)
    {
        var values = Of(request.Cores);
        if (request.Subgraph.Length > 0) values["subgraph"] = request.Subgraph;
        if (PolicyOf(request.Policy) is { } policy) values["policy"] = policy;
        return values;
    }

    public static IReadOnlyDictionary<string, object> Of(PlacementWire.LoadRequest request)
    {
        var values = Of(request.Cores);
        if (request.Config.Length > 0) values["config"] = request.Config;
        return values;
    }

    private static Dictionary<string, object> Of(PlacementWire.Cores? cores)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
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
