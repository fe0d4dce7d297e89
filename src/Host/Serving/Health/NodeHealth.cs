using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Pool;
using NeuronActors.Node.Serving.Repository;

namespace NeuronActors.Node.Serving.Health;

/// <summary>
/// Whether the node is to be given work. It asks the coordinator, through the same mailbox that placement goes through, so that a node
/// whose actors are stuck is not ready.
/// </summary>
internal sealed class NodeHealth(NeuronCores cores, ModelRepository repository, NodeLifetime lifetime, PoolAccess pool)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Why the node is not ready; null when it is.</summary>
    public async Task<string?> WhyNotReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.IsDraining) return "The node is shutting down.";
        if (!pool.Joined.IsCompletedSuccessfully) return "The node has not joined the cluster yet.";
        if (!lifetime.HasStarted) return "The node is loading its models.";
        if (repository.Missing is [var missing, ..]) return $"Model '{missing}' was asked for and is not loaded.";

        var table = await AskAsync(cores.GetCoresAsync, cancellationToken);
        if (table is null) return "The placement coordinator does not answer.";
        return table.Cores.Any(core => core.State == CoreState.Ready) ? null : "No NeuronCore is in service.";
    }

    /// <summary>Why a model is not ready; null when it is: each of its subgraphs has a replica, and the node takes work.</summary>
    public async Task<string?> WhyNotReadyAsync(ServedVersion served, CancellationToken cancellationToken)
    {
        if (lifetime.IsDraining) return "The node is shutting down.";
        if (IsElsewhere(served)) return null;

        try
        {
            var placement = await AskAsync(token => cores.GetPlacementAsync(served.Model.Name, token), cancellationToken);
            if (placement is null) return "The placement coordinator does not answer.";
            var idle = placement.Subgraphs.FirstOrDefault(subgraph => subgraph.Cores.IsEmpty);
            return idle is null ? null : $"Subgraph '{idle.Name}' of model '{served.Name}' has no replica.";
        }
        catch (PlacementException)
        {
            return $"Model '{served.Name}' was unloaded.";
        }
    }

    private bool IsElsewhere(ServedVersion served) =>
        pool.Pool is { } all && all.View is var view && view.Find(served.Model.Name) is { } model
        && model.Nodes.Any(node => node != all.Node && view.Find(node) is { State: PoolNodeState.Up });

    private static async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await ask(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
