using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Files;
using NeuronActors.Cluster.Membership;
using NeuronActors.Cluster.Pools;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Serialization;

/// <summary>What nodes tell each other.</summary>
internal static partial class PoolWire
{
    private const int LeastCoreBytes = 20;
    private const int LeastModelBytes = 40;
    private const int LeastShareBytes = 20;
    private const int LeastPartBytes = 30;
    private const int LeastDesiredBytes = 20;

    /// <summary>
    /// <c>AN1</c>: id | i64 sequence | text node | text host | i32 port | i64 epoch | flag draining | core[] |
    /// model[], each: name | i64 epoch | i32 start | i32 count | i32 waiting | i32 in flight | i32 ready | source | since version 2:
    /// flag handing over | since version 3: flag takes orders. An id: text address | i64 incarnation. A source: text path | text? hash. <c>CA1</c> and <c>AH1</c>:
    /// id | i64 sequence.
    /// </summary>
    private static void Write(ref WireWriter to, NodeAnnouncement message)
    {
        Write(ref to, message.Id);
        to.Long(message.Sequence);
        Node(ref to, message.Endpoint.Node);
        to.Text(message.Endpoint.Host);
        to.Int(message.Endpoint.Port);
        to.Long(message.Epoch.Value);
        to.Flag(message.IsDraining);
        to.Items(message.Cores, Write);
        to.Items(message.Models, Write);
        to.Flag(message.IsHandingOver);
        to.Flag(message.TakesOrders);
    }

    private static NodeAnnouncement ReadAnnouncement(ref WireReader from)
    {
        var id = ReadId(ref from);
        var sequence = from.Long();
        var endpoint = new NodeEndpoint(Node(ref from), from.Text(), from.Int());
        return new NodeAnnouncement(id, sequence, endpoint)
        {
            Epoch = new Epoch(from.Long()),
            IsDraining = from.Flag(),
            Cores = from.Items(LeastCoreBytes, ReadCore),
            Models = from.Items(LeastModelBytes, ReadModel),
            IsHandingOver = from.Version >= 2 && from.Flag(),
            TakesOrders = from.Version >= 3 && from.Flag(),
        };
    }

    /// <summary><c>PL1</c>: i64 term | text step | name model | source | flag, then i32 start | i32 count if it is to hold it | code? policy |
    /// since version 2: text? origin.</summary>
    private static void Write(ref WireWriter to, PoolProtocol.Place message)
    {
        to.Long(message.Term);
        to.Text(message.Step);
        to.Name(message.Model);
        Write(ref to, message.Source);
        OptionalRange(ref to, message.Range);
        to.OptionalCode(WireCodes.Policy, message.Policy);
        to.OptionalText(message.Origin?.Value);
    }

    private static PoolProtocol.Place ReadPlace(ref WireReader from)
    {
        var term = from.Long();
        var step = from.Text();
        var model = from.Name();
        var source = ReadSource(ref from);
        var range = OptionalRange(ref from);
        return new PoolProtocol.Place(term, step, model, source, range)
        {
            Policy = from.OptionalCode(WireCodes.Policy),
            Origin = from.Version >= 2 ? OptionalNode(ref from) : null,
        };
    }

    /// <summary>
    /// <c>PD1</c>: text step | flag, then i32 start | i32 count if it holds the model now | i64 epoch | code? kind |
    /// text? why | flag stale term.
    /// </summary>
    private static void Write(ref WireWriter to, PoolProtocol.Placed message)
    {
        to.Text(message.Step);
        OptionalRange(ref to, message.Now);
        to.Long(message.Epoch.Value);
        to.OptionalCode(WireCodes.ErrorKind, message.Failed);
        to.OptionalText(message.Why);
        to.Flag(message.IsStale);
    }

    private static PoolProtocol.Placed ReadPlaced(ref WireReader from) =>
        new(from.Text(), OptionalRange(ref from), new Epoch(from.Long()))
        {
            Failed = from.OptionalCode(WireCodes.ErrorKind),
            Why = from.OptionalText(),
            IsStale = from.Flag(),
        };

    /// <summary><c>ST1</c>: i64 term | i64 version | share[], each: text node | id | i32 cores.</summary>
    private static void Write(ref WireWriter to, PoolState message)
    {
        to.Long(message.Term);
        to.Long(message.Layout.Version);
        to.Items(message.Layout.Nodes, Write);
    }

    private static PoolState ReadState(ref WireReader from) =>
        new(from.Long(), new PoolLayout(from.Long(), from.Items(LeastShareBytes, ReadShare)));

    /// <summary>
    /// <c>DS1</c>: i64 term | i64 revision | model[], each: name | source | part[] | flag changing, then part[] before | code? policy |
    /// text order | text[] leftovers. <c>LN1</c>: i64 write | i32 shard | the same; <c>LD1</c>: i64 write | text node. A part: text node | i32 start | i32 count | text? stands in for | i64 seen in | i64 seen at.
    /// </summary>
    private static void Write(ref WireWriter to, DesiredShard message)
    {
        to.Long(message.Term);
        to.Long(message.Revision);
        to.Items(message.Models, Write);
    }

    private static DesiredShard ReadShard(ref WireReader from) =>
        new(from.Long(), from.Long(), from.Items(LeastDesiredBytes, ReadDesired));

    private static void Write(ref WireWriter to, DesiredModel model)
    {
        to.Name(model.Model);
        Write(ref to, model.Source);
        to.Items(model.Parts, Write);
        to.Flag(model.IsChanging);
        if (model.Before is { } before) to.Items(before, Write);
        to.OptionalCode(WireCodes.Policy, model.Policy);
        to.Text(model.Order);
        to.Items(model.Leftovers, Node);
    }

    private static DesiredModel ReadDesired(ref WireReader from) =>
        new(from.Name(), ReadSource(ref from), from.Items(LeastPartBytes, ReadPart))
        {
            Before = from.Flag() ? from.Items(LeastPartBytes, ReadPart) : null,
            Policy = from.OptionalCode(WireCodes.Policy),
            Order = from.Text(),
            Leftovers = from.Items(sizeof(int), Node),
        };

    private static void Write(ref WireWriter to, DesiredPart part)
    {
        Node(ref to, part.Node);
        Write(ref to, part.Range);
        to.OptionalText(part.StandsInFor?.Value);
        to.Long(part.SeenIn);
        to.Long(part.SeenAt.Value);
    }

    private static DesiredPart ReadPart(ref WireReader from) =>
        new(Node(ref from), ReadRange(ref from))
        {
            StandsInFor = OptionalNode(ref from),
            SeenIn = from.Long(),
            SeenAt = new Epoch(from.Long()),
        };

    private static void Write(ref WireWriter to, AnnouncedModel model)
    {
        to.Name(model.Name);
        to.Long(model.Epoch.Value);
        Write(ref to, model.Range);
        to.Int(model.Load.Waiting);
        to.Int(model.Load.InFlight);
        to.Int(model.Load.Ready);
        Write(ref to, model.Source);
    }

    private static AnnouncedModel ReadModel(ref WireReader from) =>
        new(from.Name(), new Epoch(from.Long()), ReadRange(ref from), new NodeLoad(from.Int(), from.Int(), from.Int()))
        {
            Source = ReadSource(ref from),
        };

    private static void Write(ref WireWriter to, LayoutNode share)
    {
        Node(ref to, share.Node);
        Write(ref to, share.Id);
        to.Int(share.Cores);
    }

    private static LayoutNode ReadShare(ref WireReader from) => new(Node(ref from), ReadId(ref from), from.Int());

    private static void Write(ref WireWriter to, NodeId id)
    {
        to.Text(id.Address);
        to.Long(id.Incarnation);
    }

    private static NodeId ReadId(ref WireReader from) => new(from.Text(), from.Long());

    private static void Write(ref WireWriter to, ModelSource source)
    {
        to.Text(source.Path);
        Hash(ref to, source.Files);
    }

    private static ModelSource ReadSource(ref WireReader from) => new(from.Text(), OptionalHash(ref from));

    private static void Hash(ref WireWriter to, ContentHash? hash) => to.OptionalText(hash?.ToString());

    private static ContentHash? OptionalHash(ref WireReader from)
    {
        if (from.OptionalText() is not { } text) return null;

        return ContentHash.TryParse(text, out var hash) ? hash : throw from.Malformed("a hash is none");
    }

    private static void OptionalRange(ref WireWriter to, NcRange? range)
    {
        to.Flag(range is not null);
        if (range is { } some) Write(ref to, some);
    }

    private static NcRange? OptionalRange(ref WireReader from) => from.Flag() ? ReadRange(ref from) : null;
}
