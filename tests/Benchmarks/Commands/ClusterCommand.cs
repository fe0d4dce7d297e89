using NeuronActors.Benchmarks.Clusters.Cases;

namespace NeuronActors.Benchmarks.Commands;

/// <summary><c>cluster</c>: what a pool of node programs costs and stands, each in a process of its own.</summary>
internal static class ClusterCommand
{
    public static ProcessCasesCommand Make() =>
        new("cluster", "What it costs to run a request on another node, and what a pool stands, against its targets.", ClusterCases.All);
}
