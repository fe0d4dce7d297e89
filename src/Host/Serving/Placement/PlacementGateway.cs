using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Statistics;

namespace NeuronActors.Node.Serving.Placement;

/// <summary>Shows and changes where models are, under the names that clients use. What cannot be done comes as <see cref="ServingException"/>.</summary>
internal sealed class PlacementGateway(ModelCatalog catalog, NeuronCores cores)
{
    /// <summary>What executes, as clients write it: cpu, simulated, nrt.</summary>
    public string Runtime => cores.Runtime.ToString().ToLowerInvariant();

    /// <summary>Every core and what is on it.</summary>
    public async Task<ImmutableArray<CoreView>> GetCoresAsync(CancellationToken cancellationToken)
    {
        var table = await Calling(cores.GetCoresAsync(cancellationToken));
        return [.. table.Cores.Select(core => new CoreView(core, [.. core.Replicas.Select(ViewOf)]))];
    }

    /// <summary>What each version that serves takes of which core.</summary>
    public async Task<ILookup<ServedVersion, MemoryUsage>> GetMemoryAsync(CancellationToken cancellationToken)
    {
        var table = await Calling(cores.GetCoresAsync(cancellationToken));
        var serving = catalog.Models.SelectMany(model => model.Versions).ToDictionary(version => version.Model.Name);
        return table.Cores
            .SelectMany(core => core.Replicas, (core, replica) => (replica.Model, Usage: new MemoryUsage(core.Core.Index, replica.MemoryBytes)))
            .Where(each => serving.ContainsKey(each.Model))
            .ToLookup(each => serving[each.Model], each => each.Usage);
    }

    /// <summary>Where a version of a model is.</summary>
    public Task<ModelPlacement> GetPlacementAsync(ServedVersion served, CancellationToken cancellationToken) =>
        Calling(cores.GetPlacementAsync(served.Model.Name, cancellationToken), served);

    /// <summary>Moves a version of a model; returns when the new placement is in force. A caller that goes away does not stop the move.</summary>
    public Task<ModelPlacement> MoveAsync(ServedVersion served, MoveRequest request, CancellationToken cancellationToken)
    {
        var (name, to) = (served.Model.Name, request.Cores);
        return Calling(to.Multicore
            ? cores.SetMulticoreAsync(name, request.Subgraph, request.Policy, cancellationToken)
            : cores.SetNeuronCoresAsync(name, to.StartNc, to.NcCount, request.Subgraph, request.Policy, cancellationToken), served);
    }

    private ReplicaView ViewOf(ReplicaStatus replica)
    {
        var known = catalog.Resolve(replica.Model);
        return new ReplicaView(known?.Name ?? replica.Model.Value, known?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", replica.Subgraph, replica.State);
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
