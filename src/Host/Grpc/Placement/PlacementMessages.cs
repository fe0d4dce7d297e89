using NeuronActors.Cluster;
using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Grpc.Placement;

/// <summary>Cores and placements as messages.</summary>
internal static class PlacementMessages
{
    public static PlacementWire.ModelPlacement Of(ServedVersion served, PlacementView where)
    {
        var message = new PlacementWire.ModelPlacement { Model = served.Name, Version = served.VersionText, Node = where.Node?.Value ?? "" };
        if (where.OfPool is { } pool) Add(message, pool);
        else Add(message, where.OfNode!);
        return message;
    }

    public static PlacementWire.GetCoresResponse Of(string runtime, CoreTableView table) => new()
    {
        Runtime = runtime,
        Node = table.Node,
        Cores = { table.Cores.Select(Of) },
        Pool = table.Pool is { } pool ? Of(pool) : null,
    };

    public static PlacementWire.Core Of(CoreView core)
    {
        var status = core.Status;
        var message = new PlacementWire.Core
        {
            Index = status.Core.Index.Value,
            PhysicalId = status.Core.PhysicalId.Value,
            State = TextOf(status.State),
            Reason = status.Reason ?? "",
            Replicas = { core.Replicas.Select(Of) },
            InFlight = status.InFlight,
            Executed = status.Executed,
            Failed = status.Failed,
            MemoryUsed = status.Memory.UsedBytes,
        };
        if (status.Memory.LimitBytes is { } limit) message.MemoryLimit = limit;
        if (core.Place is not { } place) return message;

        message.PoolIndex = place.Index;
        message.Node = place.Node.Value;
        message.Reachable = place.IsReachable;
        return message;
    }

    private static PlacementWire.Pool Of(PoolView pool) => new()
    {
        Version = pool.Version,
        Coordinator = pool.Coordinator?.Value ?? "",
        Nodes = { pool.Nodes.Select(node => new PlacementWire.Pool.Types.Node { Name = node.Name.Value, State = TextOf(node.State), Cores = node.Cores }) },
    };

    private static void Add(PlacementWire.ModelPlacement to, PoolPlacement placement)
    {
        to.PoolVersion = placement.PoolVersion;
        to.Parts.Add(placement.Parts.Select(part => new PlacementWire.ModelPlacement.Types.Part
        {
            Node = part.Node.Value,
            StartNc = part.Range.StartNc,
            NcCount = part.Range.NcCount,
        }));
        if (placement.Range is not { } range) return;

        to.StartNc = range.Start;
        to.NcCount = range.Count;
    }

    private static void Add(PlacementWire.ModelPlacement to, ModelPlacement placement)
    {
        to.Epoch = placement.Epoch.Value;
        to.Subgraphs.Add(placement.Subgraphs.Select(subgraph => new PlacementWire.ModelPlacement.Types.Subgraph
        {
            Name = subgraph.Name,
            StartNc = subgraph.Range.StartNc,
            NcCount = subgraph.Range.NcCount,
            Cores = { subgraph.Cores.Select(core => core.Value) },
        }));
    }

    private static PlacementWire.Core.Types.Replica Of(ReplicaView replica) => new()
    {
        Model = replica.Model,
        Version = replica.Version,
        Subgraph = replica.Subgraph,
        State = TextOf(replica.State),
    };

    private static string TextOf(Enum state) => state.ToString().ToLowerInvariant();
}
