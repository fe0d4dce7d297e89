using NeuronActors.Node.Serving.Models;
using NeuronActors.Node.Serving.Placement;

namespace NeuronActors.Node.Grpc.Placement;

/// <summary>Cores and placements as messages.</summary>
internal static class PlacementMessages
{
    public static PlacementWire.ModelPlacement Of(ServedVersion served, ModelPlacement placement) => new()
    {
        Model = served.Name,
        Version = served.VersionText,
        Epoch = placement.Epoch.Value,
        Subgraphs =
        {
            placement.Subgraphs.Select(subgraph => new PlacementWire.ModelPlacement.Types.Subgraph
            {
                Name = subgraph.Name,
                StartNc = subgraph.Range.StartNc,
                NcCount = subgraph.Range.NcCount,
                Cores = { subgraph.Cores.Select(core => core.Value) },
            }),
        },
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
        return message;
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
