namespace NeuronActors.Serialization;

internal static partial class PlacementWire
{
    // The fewest bytes of an item of each array: its fields without what may be absent, its texts and arrays empty.
    private const int LeastPlacementBytes = sizeof(int) + sizeof(long) + sizeof(int);
    private const int LeastSubgraphBytes = 4 * sizeof(int);
    private const int LeastReplicaBytes = (2 * sizeof(int)) + sizeof(byte);
    private const int LeastCoreBytes = (5 * sizeof(int)) + (3 * sizeof(long)) + (2 * sizeof(byte));

    /// <summary><c>MP1</c>: name model | i64 epoch | subgraph[], each: text name | i32 start | i32 count | i32[] cores.</summary>
    public static void Write(ref WireWriter to, ModelPlacement message)
    {
        to.Name(message.Model);
        to.Long(message.Epoch.Value);
        to.Items(message.Subgraphs, Write);
    }

    public static ModelPlacement ReadModelPlacement(ref WireReader from) =>
        new(from.Name(), new Epoch(from.Long()), from.Items(LeastSubgraphBytes, ReadSubgraph));

    /// <summary><c>PT1</c>: placement[], each what <c>MP1</c> has.</summary>
    public static void Write(ref WireWriter to, PlacementTable message) => to.Items(message.Models, Write);

    public static PlacementTable ReadPlacementTable(ref WireReader from) => new(from.Items(LeastPlacementBytes, ReadModelPlacement));

    /// <summary>
    /// <c>CT1</c>: code runtime | core[], each: i32 visible index | i32 physical id | code state | replica[] | text? reason |
    /// i32 in flight | i64 executed | i64 failed | i64 used bytes | i64? limit of bytes. A replica: name model | text subgraph |
    /// code state. Since version 2: for each replica of each core, in their order, i64 bytes that it takes.
    /// </summary>
    public static void Write(ref WireWriter to, CoreTable message)
    {
        to.Code(WireCodes.Runtime, message.Runtime);
        to.Items(message.Cores, Write);
        foreach (var core in message.Cores)
        {
            foreach (var replica in core.Replicas) to.Long(replica.MemoryBytes);
        }
    }

    public static CoreTable ReadCoreTable(ref WireReader from)
    {
        var table = new CoreTable(from.Code(WireCodes.Runtime), from.Items(LeastCoreBytes, ReadCore));
        if (from.Version < 2) return table;

        var cores = table.Cores.ToBuilder();
        for (var i = 0; i < cores.Count; i++)
        {
            var replicas = cores[i].Replicas.ToBuilder();
            for (var j = 0; j < replicas.Count; j++) replicas[j] = replicas[j] with { MemoryBytes = from.Long() };
            cores[i] = cores[i] with { Replicas = replicas.DrainToImmutable() };
        }

        return table with { Cores = cores.DrainToImmutable() };
    }

    private static void Write(ref WireWriter to, SubgraphPlacement subgraph)
    {
        to.Text(subgraph.Name);
        to.Int(subgraph.Range.StartNc);
        to.Int(subgraph.Range.NcCount);
        to.Cores(subgraph.Cores);
    }

    private static SubgraphPlacement ReadSubgraph(ref WireReader from) =>
        new(from.Text(), new NcRange(from.Int(), from.Int()), from.Cores());

    public static void Write(ref WireWriter to, CoreStatus core)
    {
        to.Core(core.Core.Index);
        to.Int(core.Core.PhysicalId.Value);
        to.Code(WireCodes.Core, core.State);
        to.Items(core.Replicas, Write);
        to.OptionalText(core.Reason);
        to.Int(core.InFlight);
        to.Long(core.Executed);
        to.Long(core.Failed);
        to.Long(core.Memory.UsedBytes);
        to.OptionalLong(core.Memory.LimitBytes);
    }

    public static CoreStatus ReadCore(ref WireReader from) =>
        new(
            new NeuronCoreInfo(from.Core(), new PhysicalCoreId(from.Int())),
            from.Code(WireCodes.Core),
            from.Items(LeastReplicaBytes, ReadReplica))
        {
            Reason = from.OptionalText(),
            InFlight = from.Int(),
            Executed = from.Long(),
            Failed = from.Long(),
            Memory = new CoreMemory(from.Long(), from.OptionalLong()),
        };

    private static void Write(ref WireWriter to, ReplicaStatus replica)
    {
        to.Name(replica.Model);
        to.Text(replica.Subgraph);
        to.Code(WireCodes.Replica, replica.State);
    }

    private static ReplicaStatus ReadReplica(ref WireReader from) => new(from.Name(), from.Text(), from.Code(WireCodes.Replica));
}
