using System.Diagnostics;
using NeuronActors.Node.Client.Answers;
using NeuronActors.Node.Client.Calls;

namespace NeuronActors.Node.Client.Top;

/// <summary>What a node says of itself at one moment.</summary>
/// <param name="At">The moment, as a timestamp of <see cref="Stopwatch"/>.</param>
/// <param name="Cores">Its cores, or those of its pool.</param>
/// <param name="Statistics">What its models have done since they were loaded, of the requests that it took itself.</param>
internal sealed record TopSample(long At, NodeCores Cores, StatisticsTable Statistics)
{
    /// <summary>Takes one.</summary>
    /// <param name="node">The node.</param>
    /// <param name="ofPool">Whether it is asked for the cores of its whole pool.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<TopSample> TakeAsync(NodeClient node, bool ofPool, CancellationToken cancellationToken)
    {
        var cores = node.GetAsync<NodeCores>(ofPool ? NodePaths.Cores + NodePaths.OfPool : NodePaths.Cores, cancellationToken);
        var statistics = node.GetAsync<StatisticsTable>(NodePaths.AllStatistics, cancellationToken);
        await Task.WhenAll(cores, statistics);
        return new TopSample(Stopwatch.GetTimestamp(), await cores, await statistics);
    }

    /// <summary>Whether a node takes part in a pool.</summary>
    public static async Task<bool> HasPoolAsync(NodeClient node, CancellationToken cancellationToken) =>
        await CoreCalls.TryGetPoolAsync(node, cancellationToken) is not null;
}
