namespace NeuronActors.Benchmarks.Cases;

/// <summary>The cases of <c>transport</c>, in the order of the report.</summary>
internal static class TransportCases
{
    public static readonly IReadOnlyList<IOverheadCase> All = [new LargeTransportCase(), new SmallTransportCase()];
}
