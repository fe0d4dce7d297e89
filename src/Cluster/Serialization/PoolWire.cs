using System.Runtime.Serialization;
using NeuronActors.Cluster.Changes;
using NeuronActors.Cluster.Desired;
using NeuronActors.Cluster.Membership;
using NeuronActors.Serialization;

namespace NeuronActors.Cluster.Serialization;

/// <summary>
/// The wire format of the pool as a whole. A message is a version byte, followed by the fields of its layout in the words of
/// <see cref="WireWriter"/>. It may change by the rules of <see cref="NeuronWire"/>; the version never gets to 255, by which
/// <see cref="PoolPacking"/> knows what is packed.
/// </summary>
internal static partial class PoolWire
{
    /// <summary>The version of what is written, and the newest of which every field is known.</summary>
    public const byte Version = 3;

    /// <exception cref="SerializationException">The message is none of the pool's.</exception>
    public static string ManifestOf(object message) => message switch
    {
        ScopedCommand => PoolManifest.ScopedCommand,
        NodeAnswered => PoolManifest.NodeAnswered,
        PoolChanged => PoolManifest.PoolChanged,
        PoolUnloaded => PoolManifest.PoolUnloaded,
        PoolPlacement => PoolManifest.PoolPlacement,
        PoolPlacementTable => PoolManifest.PoolPlacementTable,
        PoolTable => PoolManifest.PoolTable,
        PoolRejected => PoolManifest.PoolRejected,
        PoolFailed => PoolManifest.PoolFailed,
        NodeAnnouncement => PoolManifest.NodeAnnouncement,
        GetAnnouncement => PoolManifest.GetAnnouncement,
        ConfirmAnnouncement => PoolManifest.ConfirmAnnouncement,
        AnnouncementHeard => PoolManifest.AnnouncementHeard,
        PoolProtocol.Learn => PoolManifest.Learn,
        PoolProtocol.Learned => PoolManifest.Learned,
        PoolProtocol.Decide => PoolManifest.Decide,
        PoolProtocol.Deciding => PoolManifest.Deciding,
        PoolProtocol.Execute => PoolManifest.Execute,
        PoolProtocol.Executing => PoolManifest.Executing,
        PoolProtocol.Place => PoolManifest.Place,
        PoolProtocol.Placed => PoolManifest.Placed,
        PoolState => PoolManifest.PoolState,
        DesiredShard => PoolManifest.DesiredShard,
        GetModel => PoolManifest.GetModel,
        ModelDescription => PoolManifest.ModelDescription,
        _ => throw Foreign(message),
    };

    public static byte[] ToBytes(object message)
    {
        var measure = new WireWriter();
        Write(ref measure, message);
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)measure.Length));
        var writer = new WireWriter(bytes, TimeProvider.System);
        Write(ref writer, message);
        return bytes;
    }

    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are no such message; where, and why.</exception>
    public static IPoolWireMessage Read(ReadOnlySpan<byte> bytes, string manifest)
    {
        var from = new WireReader(bytes, manifest, TimeProvider.System);
        IPoolWireMessage message = manifest switch
        {
            PoolManifest.ScopedCommand => ReadScopedCommand(ref from),
            PoolManifest.NodeAnswered => new NodeAnswered(Node(ref from), (PlacementAnswer)ReadInner(ref from)),
            PoolManifest.PoolChanged => new PoolChanged(ReadPoolPlacement(ref from)),
            PoolManifest.PoolUnloaded => new PoolUnloaded(from.Name()),
            PoolManifest.PoolPlacement => ReadPoolPlacement(ref from),
            PoolManifest.PoolPlacementTable => new PoolPlacementTable(from.Long(), from.Items(LeastPlacementBytes, ReadPoolPlacement)),
            PoolManifest.PoolTable => new PoolTable(from.Long(), from.Items(LeastPoolCoreBytes, ReadPoolCore)),
            PoolManifest.PoolRejected => new PoolRejected(from.Code(PoolCodes.Rejection), from.Text()) { Parameter = from.OptionalText() },
            PoolManifest.PoolFailed => ReadPoolFailed(ref from),
            PoolManifest.NodeAnnouncement => ReadAnnouncement(ref from),
            PoolManifest.GetAnnouncement => new GetAnnouncement(),
            PoolManifest.ConfirmAnnouncement => new ConfirmAnnouncement(ReadId(ref from), from.Long()),
            PoolManifest.AnnouncementHeard => new AnnouncementHeard(ReadId(ref from), from.Long()),
            PoolManifest.Learn => new PoolProtocol.Learn(from.Long(), from.Int(), ReadShard(ref from)),
            PoolManifest.Learned => new PoolProtocol.Learned(from.Long(), Node(ref from)),
            PoolManifest.Decide => ReadDecide(ref from),
            PoolManifest.Deciding => new PoolProtocol.Deciding(from.Text()),
            PoolManifest.Execute => ReadExecute(ref from),
            PoolManifest.Executing => new PoolProtocol.Executing(from.Text()),
            PoolManifest.Place => ReadPlace(ref from),
            PoolManifest.Placed => ReadPlaced(ref from),
            PoolManifest.PoolState => ReadState(ref from),
            PoolManifest.DesiredShard => ReadShard(ref from),
            PoolManifest.GetModel => new GetModel(from.Name()),
            PoolManifest.ModelDescription => ReadDescription(ref from),
            _ => throw new SerializationException($"No message of the pool has the manifest '{manifest}'; is the sender a newer version?"),
        };
        from.End(Version);
        return message;
    }

    private static void Write(ref WireWriter to, object message)
    {
        to.Byte(Version);
        switch (message)
        {
            case ScopedCommand command: Write(ref to, command); break;
            case NodeAnswered answered: Node(ref to, answered.Node); WriteInner(ref to, answered.Answer); break;
            case PoolChanged changed: Write(ref to, changed.Placement); break;
            case PoolUnloaded unloaded: to.Name(unloaded.Model); break;
            case PoolPlacement placement: Write(ref to, placement); break;
            case PoolPlacementTable table: to.Long(table.PoolVersion); to.Items(table.Models, Write); break;
            case PoolTable table: to.Long(table.Version); to.Items(table.Cores, Write); break;
            case PoolRejected rejected: Write(ref to, rejected); break;
            case PoolFailed failed: Write(ref to, failed); break;
            case NodeAnnouncement announcement: Write(ref to, announcement); break;
            case GetAnnouncement: break;
            case ConfirmAnnouncement confirm: Write(ref to, confirm.Id); to.Long(confirm.Sequence); break;
            case AnnouncementHeard heard: Write(ref to, heard.By); to.Long(heard.Sequence); break;
            case PoolProtocol.Learn learn: to.Long(learn.Write); to.Int(learn.Index); Write(ref to, learn.Shard); break;
            case PoolProtocol.Learned learned: to.Long(learned.Write); Node(ref to, learned.By); break;
            case PoolProtocol.Decide decide: Write(ref to, decide); break;
            case PoolProtocol.Deciding deciding: to.Text(deciding.Order); break;
            case PoolProtocol.Execute execute: Write(ref to, execute); break;
            case PoolProtocol.Executing executing: to.Text(executing.Order); break;
            case PoolProtocol.Place place: Write(ref to, place); break;
            case PoolProtocol.Placed placed: Write(ref to, placed); break;
            case PoolState state: Write(ref to, state); break;
            case DesiredShard shard: Write(ref to, shard); break;
            case GetModel get: to.Name(get.Model); break;
            case ModelDescription description: Write(ref to, description); break;
            default: throw Foreign(message);
        }
    }

    private static SerializationException Foreign(object message) => new($"{message.GetType()} is no message of the pool; the set is closed.");
}
