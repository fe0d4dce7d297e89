using NeuronActors.Benchmarks.Cases;

namespace NeuronActors.Benchmarks.Clusters.Cases;

/// <summary>All cases, in the order of the report.</summary>
internal static class ClusterCases
{
    public static readonly IReadOnlyList<IProcessCase> All =
        [new RemoteLargeCase(), new RemoteSmallCase(), new RemoteFloodCase(), new SpreadCase(), new KilledNodeCase()];
}
