using NeuronActors.Cluster.Changes;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Serialization;

/// <summary>Commands and their answers.</summary>
internal static partial class PoolWire
{
    private const int LeastRangeBytes = 3 * sizeof(int);
    private const int LeastPlacementBytes = sizeof(int) + sizeof(long) + sizeof(byte) + sizeof(int);
    private const int LeastPoolCoreBytes = 30;

    /// <summary><c>SC1</c>: flag whole pool | text? node | i64? pool version | text manifest of the command | its bytes as <c>NeuronWire</c> writes them.</summary>
    private static void Write(ref WireWriter to, ScopedCommand message)
    {
        to.Flag(message.Scope.IsPool);
        to.OptionalText(message.Scope.Node?.Value);
        to.OptionalLong(message.PoolVersion);
        WriteInner(ref to, message.Command);
    }

    private static ScopedCommand ReadScopedCommand(ref WireReader from)
    {
        var isPool = from.Flag();
        var node = OptionalNode(ref from);
        var version = from.OptionalLong();
        var scope = isPool ? PoolScope.Pool : node is { } named ? PoolScope.Of(named) : PoolScope.ThisNode;
        return new ScopedCommand(scope, ReadCommand(ref from)) { PoolVersion = version };
    }

    /// <summary><c>EX1</c>: text order | id of the node's life | text manifest of the command | its bytes. <c>EG1</c>: text order. Both since version 3.</summary>
    private static void Write(ref WireWriter to, PoolProtocol.Execute message)
    {
        to.Text(message.Order);
        Write(ref to, message.For);
        WriteInner(ref to, message.Command);
    }

    private static PoolProtocol.Execute ReadExecute(ref WireReader from) => new(from.Text(), ReadId(ref from), ReadCommand(ref from));

    private static PlacementCommand ReadCommand(ref WireReader from) =>
        ReadInner(ref from) as PlacementCommand ?? throw from.Malformed("what is within it is no placement command");

    /// <summary><c>DE1</c>: text order | what <c>SC1</c> has | since version 2: text? hash of the files | text? origin.</summary>
    private static void Write(ref WireWriter to, PoolProtocol.Decide message)
    {
        to.Text(message.Order);
        Write(ref to, message.Command);
        Hash(ref to, message.Files);
        to.OptionalText(message.Origin?.Value);
    }

    private static PoolProtocol.Decide ReadDecide(ref WireReader from)
    {
        var decide = new PoolProtocol.Decide(from.Text(), ReadScopedCommand(ref from));
        return from.Version < 2 ? decide : decide with { Files = OptionalHash(ref from), Origin = OptionalNode(ref from) };
    }

    /// <summary>A message of <see cref="NeuronWire"/> within another: text manifest | i32 count | its bytes, with a version byte of its own.</summary>
    private static void WriteInner(ref WireWriter to, INeuronWireMessage message)
    {
        to.Text(NeuronWire.ManifestOf(message));
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)WireSize.Of(message)));
        var inner = new WireWriter(bytes, TimeProvider.System);
        NeuronWire.Write(ref inner, message);
        to.Int(bytes.Length);
        to.Raw(bytes);
    }

    private static INeuronWireMessage ReadInner(ref WireReader from)
    {
        var manifest = from.Text();
        return NeuronWire.Read(from.Raw(from.Int()), manifest, TimeProvider.System);
    }

    /// <summary><c>PP1</c>: name model | i64 pool version | flag, then i32 start | i32 count if it is a range | part[].</summary>
    private static void Write(ref WireWriter to, PoolPlacement message)
    {
        to.Name(message.Model);
        to.Long(message.PoolVersion);
        to.Flag(message.Range is not null);
        if (message.Range is { } range)
        {
            to.Int(range.Start);
            to.Int(range.Count);
        }

        to.Items(message.Parts, Write);
    }

    private static PoolPlacement ReadPoolPlacement(ref WireReader from) =>
        new(
            from.Name(),
            from.Long(),
            from.Flag() ? new PoolRange(from.Int(), from.Int()) : null,
            from.Items(LeastRangeBytes, ReadNodeRange));

    /// <summary>A part: text node | i32 start | i32 count.</summary>
    private static void Write(ref WireWriter to, NodeRange part)
    {
        Node(ref to, part.Node);
        Write(ref to, part.Range);
    }

    private static NodeRange ReadNodeRange(ref WireReader from) => new(Node(ref from), ReadRange(ref from));

    /// <summary>In <c>PT1</c>, after i64 version, for each core: i32 pool index | text node | flag reachable | core.</summary>
    private static void Write(ref WireWriter to, PoolCore core)
    {
        to.Int(core.PoolIndex);
        Node(ref to, core.Node);
        to.Flag(core.IsReachable);
        Write(ref to, core.Status);
    }

    private static PoolCore ReadPoolCore(ref WireReader from)
    {
        var index = from.Int();
        var node = Node(ref from);
        var isReachable = from.Flag();
        return new PoolCore(index, node, ReadCore(ref from), isReachable);
    }

    /// <summary>A core: what <c>CT1</c> of version 1 has of one | for each of its replicas i64 bytes that it takes.</summary>
    private static void Write(ref WireWriter to, CoreStatus core)
    {
        PlacementWire.Write(ref to, core);
        foreach (var replica in core.Replicas) to.Long(replica.MemoryBytes);
    }

    private static CoreStatus ReadCore(ref WireReader from)
    {
        var core = PlacementWire.ReadCore(ref from);
        var replicas = core.Replicas.ToBuilder();
        for (var i = 0; i < replicas.Count; i++) replicas[i] = replicas[i] with { MemoryBytes = from.Long() };
        return core with { Replicas = replicas.DrainToImmutable() };
    }

    /// <summary><c>RJ1</c>: code reason | text message | text? parameter.</summary>
    private static void Write(ref WireWriter to, PoolRejected message)
    {
        to.Code(PoolCodes.Rejection, message.Reason);
        to.Text(message.Message);
        to.OptionalText(message.Parameter);
    }

    /// <summary><c>FL1</c>: text node, empty for none | code kind | text message | flag restored | part[] | since version 3: flag outcome unknown.</summary>
    private static void Write(ref WireWriter to, PoolFailed message)
    {
        Node(ref to, message.Node);
        to.Code(WireCodes.ErrorKind, message.Kind);
        to.Text(message.Message);
        to.Flag(message.Restored);
        to.Items(message.Parts, Write);
        to.Flag(message.IsOutcomeUnknown);
    }

    private static PoolFailed ReadPoolFailed(ref WireReader from) =>
        new(Node(ref from), from.Code(WireCodes.ErrorKind), from.Text(), from.Flag(), from.Items(LeastRangeBytes, ReadNodeRange))
        {
            IsOutcomeUnknown = from.Version >= 3 && from.Flag(),
        };

    private static void Write(ref WireWriter to, NcRange range)
    {
        to.Int(range.StartNc);
        to.Int(range.NcCount);
    }

    private static NcRange ReadRange(ref WireReader from) => new(from.Int(), from.Int());

    private static void Node(ref WireWriter to, NodeName node) => to.Text(node.Value);

    private static NodeName Node(ref WireReader from)
    {
        var text = from.Text();
        if (text.Length == 0) return default;

        return NodeName.TryParse(text, out var name) ? name : throw from.Malformed("a node name is none");
    }

    private static NodeName? OptionalNode(ref WireReader from)
    {
        if (from.OptionalText() is not { } text) return null;

        return NodeName.TryParse(text, out var name) ? name : throw from.Malformed("a node name is none");
    }
}
