using NeuronActors.Node.Serving;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Metrics;

/// <summary>The node as it is, or, where nobody answers in time, as it was seen last. Thread-safe.</summary>
internal sealed class NodeWatch(NodeParts parts)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly PlacementScope OfPool = PlacementScope.From("pool", null, null);

    private volatile NodeMoment _last = NodeMoment.Unknown;

    public NodeMoment Last => _last;

    public async Task<NodeMoment> LookAsync(CancellationToken cancellationToken)
    {
        var reason = await parts.Health.WhyNotReadyAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var cores = await parts.Placement.GetCoresAsync(patience.Token);
            var table = await parts.Cores.GetPlacementTableAsync(patience.Token);
            var pool = parts.Pool.Pool is null ? null : await parts.Placement.GetCoresAsync(OfPool, parts.NodeName, patience.Token);
            _last = new NodeMoment(reason, cores, table.Models.ToImmutableDictionary(placement => placement.Model)) { Pool = pool };
        }
        catch (Exception late) when (!cancellationToken.IsCancellationRequested && (late is OperationCanceledException || ServingError.Of(late) is not null))
        {
            // What does not answer shows in the readiness.
            _last = _last with { WhyNotReady = reason };
        }

        return _last;
    }
}
