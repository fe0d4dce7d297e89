using System.Globalization;
using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Pool;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Serving.Placement;

/// <summary>Shows and changes where models are, under the names that clients use. What cannot be done comes as <see cref="ServingException"/>.</summary>
internal sealed class PlacementGateway(ModelCatalog catalog, NeuronCores cores, PoolAccess access)
{
    /// <summary>What executes, as clients write it: cpu, simulated, nrt.</summary>
    public string Runtime => cores.Runtime.ToString().ToLowerInvariant();

    /// <summary>Every core of this node and what is on it.</summary>
    public async Task<ImmutableArray<CoreView>> GetCoresAsync(CancellationToken cancellationToken)
    {
        var table = await Calling(cores.GetCoresAsync(cancellationToken));
        return [.. table.Cores.Select(ViewOf)];
    }

    /// <summary>Every core that a scope means and what is on it.</summary>
    public async Task<CoreTableView> GetCoresAsync(PlacementScope scope, string ownNode, CancellationToken cancellationToken)
    {
        if (scope.IsLocal) return new CoreTableView(ownNode, await GetCoresAsync(cancellationToken));

        var (pool, commands) = PoolFor(scope);
        if (scope.Node is { } node)
        {
            var table = await commands.AtNodeAsync(scope, new GetCores(), cancellationToken) as CoreTable;
            return new CoreTableView(node.Value, [.. table!.Cores.Select(ViewOf)]);
        }

        var all = await commands.GetCoresAsync(scope, cancellationToken);
        return new CoreTableView(
            ownNode, [.. all.Cores.Select(core => ViewOf(core.Status) with { Place = new PoolPlace(core.PoolIndex, core.Node, core.IsReachable) })])
        {
            Pool = pool.View with { Version = all.Version },
        };
    }

    /// <summary>What each version that serves takes of which core of this node.</summary>
    public async Task<ILookup<ServedVersion, MemoryUsage>> GetMemoryAsync(CancellationToken cancellationToken)
    {
        var table = await Calling(cores.GetCoresAsync(cancellationToken));
        var serving = catalog.Models.SelectMany(model => model.Versions).ToDictionary(version => version.Model.Name);
        return table.Cores
            .SelectMany(core => core.Replicas, (core, replica) => (replica.Model, Usage: new MemoryUsage(core.Core.Index, replica.MemoryBytes)))
            .Where(each => serving.ContainsKey(each.Model))
            .ToLookup(each => serving[each.Model], each => each.Usage);
    }

    /// <summary>Where a version of a model is, as the scope counts.</summary>
    public async Task<PlacementView> GetPlacementAsync(ServedVersion served, PlacementScope scope, CancellationToken cancellationToken)
    {
        var name = served.Model.Name;
        if (scope.IsLocal) return PlacementView.Of(await CallingHere(cores.GetPlacementAsync(name, cancellationToken), served));

        var (_, commands) = PoolFor(scope);
        if (scope.IsPool) return PlacementView.Of(await CallingPool(commands.GetPlacementAsync(name, scope, cancellationToken), served));

        var answer = await CallingPool(commands.AtNodeAsync(scope, new GetPlacement(name), cancellationToken), served);
        return PlacementView.Of((ModelPlacement)answer, scope.Node);
    }

    /// <summary>How many replicas the first subgraph of a version has: on this node, or over the pool.</summary>
    public async Task<int> CountReplicasAsync(ServedVersion served, CancellationToken cancellationToken)
    {
        if (access.Pool is not null)
        {
            var over = await GetPlacementAsync(served, new PlacementScope(true, null, null), cancellationToken);
            return over.OfPool!.Parts.Sum(part => part.Range.NcCount);
        }

        var where = await CallingHere(cores.GetPlacementAsync(served.Model.Name, cancellationToken), served);
        return where.Subgraphs.IsEmpty ? 0 : where.Subgraphs[0].Cores.Length;
    }

    /// <summary>Moves a version of a model; returns when the new placement is in force. A caller that goes away does not stop the move.</summary>
    public async Task<PlacementView> MoveAsync(ServedVersion served, MoveRequest request, CancellationToken cancellationToken)
    {
        var (name, to) = (served.Model.Name, request.Cores);
        if (to.Scope.IsLocal)
        {
            return PlacementView.Of(await CallingHere(
                to.Multicore
                    ? cores.SetMulticoreAsync(name, request.Subgraph, request.Policy, cancellationToken)
                    : cores.SetNeuronCoresAsync(name, to.StartNc, to.NcCount, request.Subgraph, request.Policy, cancellationToken),
                served));
        }

        var (_, commands) = PoolFor(to.Scope);
        if (to.Scope.IsPool) return PlacementView.Of(await CallingPool(commands.MoveAsync(name, request, cancellationToken), served));

        var move = PoolCommands.MoveOf(name, to, request.Subgraph, request.Policy);
        var answer = await CallingPool(commands.AtNodeAsync(to.Scope, move, cancellationToken), served);
        return PlacementView.Of(((PlacementChanged)answer).Placement, to.Scope.Node);
    }

    private (NeuronPool Pool, PoolCommands Commands) PoolFor(PlacementScope scope)
    {
        if (access.Pool is not { } pool)
        {
            scope.RequireLocal();
            throw new InvalidOperationException("A scope of this node needs no pool.");
        }

        return (pool, new PoolCommands(pool));
    }

    private CoreView ViewOf(CoreStatus core) => new(core, [.. core.Replicas.Select(ViewOf)]);

    private ReplicaView ViewOf(ReplicaStatus replica)
    {
        var known = catalog.Resolve(replica.Model);
        return new ReplicaView(known?.Name ?? replica.Model.Value, known?.Version.ToString(CultureInfo.InvariantCulture) ?? "", replica.Subgraph, replica.State);
    }

    private async Task<T> CallingHere<T>(Task<T> call, ServedVersion served)
    {
        try
        {
            return await Calling(call, served);
        }
        catch (ServingException refused) when (refused.Error.Kind == ServingErrorKind.NotFound
            && access.Pool?.View.Find(served.Model.Name) is { Nodes: [_, ..] others } && !others.Contains(access.Pool.Node))
        {
            throw new ServingException(ServingError.NotFound(
                $"Model '{served.Name}' is not on this node; it is on {string.Join(", ", others)}. Give 'scope' 'pool', or the 'node'."));
        }
    }

    private static async Task<T> CallingPool<T>(Task<T> call, ServedVersion served)
    {
        try
        {
            return await call;
        }
        catch (ServingException refused)
        {
            throw new ServingException(refused.Error with { Message = served.InClientsWords(refused.Error.Message) });
        }
    }

    private static async Task<T> Calling<T>(Task<T> call, ServedVersion? served = null)
    {
        try
        {
            return await call;
        }
        catch (Exception failure) when (ServingError.Of(failure) is not null)
        {
            var error = ServingError.Of(failure)!;
            throw new ServingException(served is null ? error : error with { Message = served.InClientsWords(error.Message) });
        }
    }
}
