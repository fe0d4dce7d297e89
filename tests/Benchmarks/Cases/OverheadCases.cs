namespace NeuronActors.Benchmarks.Cases;

/// <summary>All cases, in the order of the report.</summary>
internal static class OverheadCases
{
    public static readonly IReadOnlyList<IOverheadCase> All =
    [
        new BusyCoresCase(),
        new LatencyCase(),
        new StockPoolCase(),
        new AllocationCase(),
        new MnistCase(),
        new MovesCase(),
        new PlacementCase(),
    ];
}
