using System.Diagnostics;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;

namespace NeuronActors.Node.Client.Top;

/// <summary>What a node says of itself at one moment.</summary>
/// <param name="At">The moment, as a timestamp of <see cref="Stopwatch"/>.</param>
/// <param name="Cores">Its cores.</param>
/// <param name="Statistics">What its models have done since they were loaded.</param>
internal sealed record TopSample(long At, NodeCores Cores, StatisticsTable Statistics)
{
    public static async Task<TopSample> TakeAsync(NodeClient node, CancellationToken cancellationToken)
    {
        var cores = node.GetAsync<NodeCores>(NodePaths.Cores, cancellationToken);
        var statistics = node.GetAsync<StatisticsTable>(NodePaths.AllStatistics, cancellationToken);
        await Task.WhenAll(cores, statistics);
        return new TopSample(Stopwatch.GetTimestamp(), await cores, await statistics);
    }
}
