namespace NeuronActors.Benchmarks.Cases.Nrt;

/// <summary>All cases of the Nrt runtime, in the order of the report.</summary>
internal static class NrtCases
{
    public static readonly IReadOnlyList<IOverheadCase> All = [new NrtLatencyCase(), new NrtAllocationCase(), new NrtSlotsCase()];
}
